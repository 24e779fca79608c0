package org.businessmetrics.demo;

import org.businessmetrics.demo.Books.Event;

/**
 * The payment provider's webhook events, in the shape that Stripe gives them: amounts in cents,
 * times in epoch seconds, the whole object and, for an update, what it was before.
 */
final class StripeEvents {
  private static final double LATE = 0.02;
  private static final double NOT_PROCESSED = 0.003;

  private final Chance chance;
  private final CompanyCalendar calendar;
  private final Books books;

  StripeEvents(CompanyCalendar calendar, Chance chance, Books books) {
    this.calendar = calendar;
    this.chance = chance;
    this.books = books;
  }

  /**
   * Sends an event that happened at {@code created}. Some are hours late, so that they arrive after
   * younger ones.
   *
   * @param before the fields before an update as JSON, or empty
   * @return when the application handled it
   */
  long send(String type, long created, String object, String before) {
    long delay =
        chance.happens(LATE)
            ? chance.between(20 * Times.MINUTE, 7 * Times.HOUR)
            : chance.between(Times.SECOND, 5 * Times.SECOND);
    long arrived = created + delay;
    String eventId = chance.name("evt_");
    StringBuilder json = new StringBuilder(1200);
    json.append("{\"id\":\"").append(eventId).append("\",\"object\":\"event\",\"type\":\"");
    json.append(type).append("\",\"api_version\":\"2024-06-20\",\"livemode\":true,\"created\":");
    json.append(seconds(created)).append(",\"data\":{\"object\":").append(object);
    if (!before.isEmpty()) {
      json.append(",\"previous_attributes\":").append(before);
    }
    json.append("}}");
    boolean processed = !chance.happens(NOT_PROCESSED);
    Event event = new Event(chance.uuid(), eventId, type, json.toString(), processed, arrived);
    if (calendar.isPast(arrived)) {
      books.events.add(event);
    }
    return arrived;
  }

  /** The whole subscription object as it stands. */
  String subscription(Person person, SubscriptionRow row) {
    StringBuilder json = new StringBuilder(1000);
    json.append("{\"id\":\"").append(row.stripeId).append("\",\"object\":\"subscription\"");
    json.append(",\"customer\":\"").append(row.customerId).append('"');
    json.append(",\"status\":\"").append(row.status).append('"');
    json.append(",\"created\":").append(seconds(row.startedAt));
    json.append(",\"start_date\":").append(seconds(row.startedAt));
    json.append(",\"current_period_start\":").append(seconds(row.periodStart));
    json.append(",\"current_period_end\":").append(seconds(row.periodEnd));
    json.append(",\"cancel_at_period_end\":").append(row.cancelAtPeriodEnd);
    json.append(",\"cancel_at\":").append(row.cancelAtPeriodEnd ? seconds(row.periodEnd) : "null");
    json.append(",\"canceled_at\":").append(seconds(row.cancelRequestedAt));
    json.append(",\"ended_at\":").append(seconds(row.endedAt));
    json.append(",\"trial_start\":").append(seconds(row.trialStart));
    json.append(",\"trial_end\":").append(seconds(row.trialEnd));
    json.append(",\"cancellation_details\":{\"reason\":");
    if (row.cancellationReason.isEmpty()) {
      json.append("null");
    } else {
      json.append('"').append(row.cancellationReason).append('"');
    }
    json.append("},\"currency\":\"usd\",\"discount\":null,\"quantity\":1,\"metadata\":");
    metadata(json, person, row);
    json.append(",\"items\":{\"object\":\"list\",\"data\":[{\"id\":\"").append(row.itemId);
    json.append("\",\"object\":\"subscription_item\",\"quantity\":1,\"price\":");
    price(json, row.plan);
    return json.append("}]}}").toString();
  }

  /** An invoice as it stands: paid, or tried in vain. */
  String invoice(Person person, SubscriptionRow row, Invoice invoice, int attempts, long paidAt) {
    boolean paid = paidAt != Times.NEVER;
    StringBuilder json = new StringBuilder(1000);
    json.append("{\"id\":\"").append(invoice.id()).append("\",\"object\":\"invoice\"");
    json.append(",\"customer\":\"").append(row.customerId).append('"');
    json.append(",\"subscription\":\"").append(row.stripeId).append('"');
    json.append(",\"status\":\"").append(paid ? "paid" : "open").append('"');
    json.append(",\"billing_reason\":\"").append(invoice.reason()).append('"');
    json.append(",\"currency\":\"usd\",\"amount_due\":").append(invoice.cents());
    json.append(",\"amount_paid\":").append(paid ? invoice.cents() : 0);
    json.append(",\"amount_remaining\":").append(paid ? 0 : invoice.cents());
    json.append(",\"total\":").append(invoice.cents());
    json.append(",\"attempted\":true,\"attempt_count\":").append(attempts);
    json.append(",\"charge\":");
    if (invoice.chargeId().isEmpty()) {
      json.append("null");
    } else {
      json.append('"').append(invoice.chargeId()).append('"');
    }
    json.append(",\"created\":").append(seconds(invoice.createdAt()));
    json.append(",\"period_start\":").append(seconds(invoice.from()));
    json.append(",\"period_end\":").append(seconds(invoice.until()));
    json.append(",\"status_transitions\":{\"paid_at\":").append(seconds(paidAt));
    json.append("},\"subscription_details\":{\"metadata\":");
    metadata(json, person, row);
    json.append("},\"lines\":{\"object\":\"list\",\"data\":[{\"object\":\"line_item\",\"amount\":");
    json.append(invoice.cents()).append(",\"period\":{\"start\":");
    json.append(seconds(invoice.from())).append(",\"end\":").append(seconds(invoice.until()));
    json.append("},\"proration\":").append(invoice.isProration()).append(",\"price\":");
    price(json, row.plan);
    return json.append("}]}}").toString();
  }

  /** A charge of which {@code refunded} of {@code amount} have been given back so far. */
  static String charge(
      String chargeId,
      String customerId,
      String invoiceId,
      String intentId,
      long amount,
      long refunded,
      String currency,
      long createdAt) {
    StringBuilder json = new StringBuilder(500);
    json.append("{\"id\":\"").append(chargeId).append("\",\"object\":\"charge\",\"customer\":");
    text(json, customerId);
    json.append(",\"invoice\":");
    text(json, invoiceId);
    json.append(",\"payment_intent\":");
    text(json, intentId);
    json.append(",\"amount\":").append(amount).append(",\"amount_captured\":").append(amount);
    json.append(",\"amount_refunded\":").append(refunded);
    json.append(",\"refunded\":").append(refunded == amount);
    json.append(",\"currency\":\"").append(currency).append("\",\"status\":\"succeeded\"");
    return json.append(",\"created\":").append(seconds(createdAt)).append('}').toString();
  }

  /** Epoch seconds as JSON, {@code null} for what has not happened. */
  static String seconds(long micros) {
    return micros == Times.NEVER ? "null" : Long.toString(Math.floorDiv(micros, Times.SECOND));
  }

  private static void text(StringBuilder json, String value) {
    if (value.isEmpty()) {
      json.append("null");
    } else {
      json.append('"').append(value).append('"');
    }
  }

  private static void metadata(StringBuilder json, Person person, SubscriptionRow row) {
    json.append("{\"user_id\":\"").append(person.id).append("\",\"plan\":\"");
    json.append(row.planAtCreation.label()).append("\"}");
  }

  static void price(StringBuilder json, Plan plan) {
    json.append("{\"id\":\"")
        .append(plan.priceId())
        .append("\",\"object\":\"price\",\"active\":true");
    json.append(",\"currency\":\"usd\",\"unit_amount\":").append(plan.cents);
    json.append(
        ",\"type\":\"recurring\",\"recurring\":{\"interval\":\"month\",\"interval_count\":1}}");
  }

  /**
   * @param chargeId empty for an invoice of 0
   * @param reason why it was made, in the provider's words
   */
  record Invoice(
      String id,
      String chargeId,
      String reason,
      long cents,
      long createdAt,
      long from,
      long until) {
    boolean isProration() {
      return reason.equals("subscription_update");
    }
  }
}
