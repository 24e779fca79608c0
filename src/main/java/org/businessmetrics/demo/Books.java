package org.businessmetrics.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The rows about money, until they are written. Amounts in hundredths, instants in microseconds.
 */
final class Books {
  record Payment(
      UUID id,
      Person person,
      String intentId,
      String chargeId,
      long amount,
      String currency,
      String status,
      String description,
      long createdAt,
      long updatedAt) {}

  /** Exactly one of the two references is there: an invoice's or a one-off payment's. */
  sealed interface Origin {
    record Invoice(SubscriptionRow subscription, String invoiceId, long from, long until)
        implements Origin {}

    record OneOff(UUID paymentId) implements Origin {}
  }

  record Cash(
      UUID id,
      Person person,
      Origin origin,
      long amount,
      String currency,
      String description,
      long createdAt) {}

  record Event(
      UUID id, String eventId, String type, String payload, boolean processed, long arrivedAt) {}

  final List<Payment> payments = new ArrayList<>();
  final List<Cash> cash = new ArrayList<>();
  final List<Event> events = new ArrayList<>();
}
