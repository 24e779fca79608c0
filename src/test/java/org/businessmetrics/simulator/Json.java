package org.businessmetrics.simulator;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The payment provider's objects, as far as anybody reads them. */
final class Json {
  private Json() {}

  static String event(String id, String type, Instant created, String object) {
    return """
    {"id": "%s", "object": "event", "type": "%s", "created": %d, "data": {"object": %s}}"""
        .formatted(id, type, created.getEpochSecond(), object);
  }

  static String subscription(String customer, Contract contract) {
    return """
    {"id": "%s", "object": "subscription", "customer": "%s", "status": "%s", "created": %d,
     "current_period_start": %d, "current_period_end": %d, "cancel_at_period_end": %s,
     "cancel_at": %s, "canceled_at": %s, "ended_at": %s, "trial_start": %s, "trial_end": %s,
     "cancellation_details": {"reason": %s}, "currency": "%s", "discount": %s,
     "pause_collection": %s, "metadata": {"plan": "%s"},
     "items": {"data": [{"quantity": %d, "price": {"id": "price_%s_%s", "currency": "%s",
       "unit_amount": %d, "recurring": {"interval": "%s", "interval_count": 1}}}]}}"""
        .formatted(
            contract.id,
            customer,
            contract.status,
            contract.begunAt.getEpochSecond(),
            contract.periodStart.getEpochSecond(),
            contract.periodEnd.getEpochSecond(),
            contract.isScheduled,
            contract.isScheduled ? seconds(contract.periodEnd) : "null",
            seconds(contract.requestedAt),
            seconds(contract.endedAt),
            seconds(contract.trialStart),
            seconds(contract.trialEnd),
            text(contract.reason),
            contract.currency.toLowerCase(Locale.ROOT),
            discount(contract),
            contract.isPaused ? "{\"behavior\": \"void\"}" : "null",
            contract.planAtCreation,
            contract.quantity,
            contract.plan,
            contract.isYearly ? "y" : "m",
            contract.currency.toLowerCase(Locale.ROOT),
            Prices.smallest(contract.price(), contract.currency),
            contract.isYearly ? "year" : "month");
  }

  static String invoice(
      String id, String customer, String subscription, BigDecimal amount, String currency) {
    return """
    {"id": "%s", "object": "invoice", "customer": "%s", "subscription": "%s",
     "currency": "%s", "amount_due": %d}"""
        .formatted(
            id,
            customer,
            subscription,
            currency.toLowerCase(Locale.ROOT),
            Prices.smallest(amount, currency));
  }

  static String charge(
      String id,
      @Nullable String intent,
      String customer,
      BigDecimal amount,
      BigDecimal refunded,
      String currency) {
    return """
    {"id": "%s", "object": "charge", "customer": "%s", "payment_intent": %s, "currency": "%s",
     "amount": %d, "amount_refunded": %d}"""
        .formatted(
            id,
            customer,
            text(intent),
            currency.toLowerCase(Locale.ROOT),
            Prices.smallest(amount, currency),
            Prices.smallest(refunded, currency));
  }

  private static String discount(Contract contract) {
    Contract.Discount discount = contract.discount;
    if (discount == null) {
      return "null";
    }
    String coupon =
        discount.percent() != null
            ? "\"percent_off\": " + discount.percent()
            : "\"amount_off\": "
                + Prices.smallest(Objects.requireNonNull(discount.amount()), contract.currency);
    return "{\"coupon\": {%s, \"duration\": \"repeating\"}, \"end\": %d}"
        .formatted(coupon, discount.until().getEpochSecond());
  }

  private static String seconds(@Nullable Instant at) {
    return at == null ? "null" : Long.toString(at.getEpochSecond());
  }

  private static String text(@Nullable String value) {
    return value == null ? "null" : '"' + value + '"';
  }
}
