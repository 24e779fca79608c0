package org.businessmetrics.conformance;

import java.nio.file.Path;
import java.util.List;

/**
 * A subscription as its source has it in the end. Dates are days in UTC; amounts are for one
 * interval; what has no discount, trial or end has the empty text there.
 */
record PublishedSubscription(
    String id,
    String user,
    String plan,
    String amount,
    String discount,
    String currency,
    String interval,
    int intervalCount,
    String start,
    String trialEnd,
    String end) {
  private static final List<String> HEADER =
      List.of(
          "subscription_id",
          "user_id",
          "status",
          "plan",
          "amount",
          "discount_amount",
          "currency",
          "interval",
          "interval_count",
          "started_at",
          "trial_start",
          "trial_end",
          "ended_at",
          "updated_at");

  /** Of a price by the month. */
  static PublishedSubscription monthly(
      String id,
      String user,
      String plan,
      String amount,
      String currency,
      String start,
      String end) {
    return new PublishedSubscription(
        id, user, plan, amount, "", currency, "month", 1, start, "", end);
  }

  static void write(Path source, List<PublishedSubscription> subscriptions) {
    PublishedData.write(
        source.resolve("subscriptions.csv"),
        HEADER,
        subscriptions.stream().map(PublishedSubscription::row));
  }

  private List<String> row() {
    return List.of(
        id,
        user,
        end.isEmpty() ? "active" : "canceled",
        plan,
        amount,
        discount,
        currency,
        interval,
        Integer.toString(intervalCount),
        midnight(start),
        trialEnd.isEmpty() ? "" : midnight(start),
        midnight(trialEnd),
        midnight(end),
        midnight(end.isEmpty() ? start : end));
  }

  private static String midnight(String day) {
    return day.isEmpty() ? "" : day + "T00:00:00Z";
  }
}
