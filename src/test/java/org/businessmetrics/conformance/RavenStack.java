package org.businessmetrics.conformance;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.businessmetrics.conformance.Question.Compared;
import org.businessmetrics.conformance.Question.NotCovered;

/**
 * Subscriptions of 2023 and 2024, several open at once for an account. A record that ended in a
 * month counts in it there, so here it ends with that month.
 */
final class RavenStack {
  private static final String KEYS =
      """
      zone: UTC
      history_from: 2022-12-31
      metrics: [subscriptions_daily]
      """;
  private static final String AT_MONTH_ENDS =
      """
      from metrics.subscriptions_daily
      where day = (date_trunc('month', day) + interval '1 month')::date - 1
      """;

  private RavenStack() {}

  static List<Question> questions(Path data, Path work) {
    PublishedSubscription.write(
        work.resolve("source"),
        PublishedData.rows(data.resolve("subscriptions.csv")).stream()
            .map(RavenStack::subscription)
            .toList());
    DataSet set = new DataSet(data, work, KEYS, Instant.parse("2025-01-01T12:00:00Z"));
    return List.of(
        new Compared(
            "revenue by month",
            set.published("mrr_by_month").properties().stream()
                .map(month -> month.getKey() + " " + month.getValue().get(1).asText())
                .toList(),
            () ->
                set.rows(
                    "select to_char(day, 'YYYY-MM'), trim_scale(mrr) %s and plan = 'all' and mrr > 0 order by day"
                        .formatted(AT_MONTH_ENDS))),
        new Compared(
            "revenue by month and plan",
            set.published("mrr_by_plan").properties().stream()
                .map(month -> month.getKey() + " " + PublishedData.line(month.getValue()))
                .toList(),
            () ->
                set.rows(
                    """
                    select to_char(day, 'YYYY-MM'),
                      string_agg(trim_scale(mrr)::text, ' '
                        order by array_position(array['Basic', 'Pro', 'Enterprise'], plan))
                    %s and plan <> 'all' and mrr > 0
                    group by day order by day
                    """
                        .formatted(AT_MONTH_ENDS))),
        new NotCovered(
            "open records by month",
            "records without revenue count there, paying customers and trials here"),
        new NotCovered("trials that became paid", "any later record of the account counts there"),
        new NotCovered("churn events", "they contradict the ends of the records"));
  }

  private static PublishedSubscription subscription(Map<String, String> row) {
    String end = PublishedData.cell(row, "end_date");
    return PublishedSubscription.monthly(
        PublishedData.cell(row, "subscription_id"),
        PublishedData.cell(row, "account_id"),
        PublishedData.cell(row, "plan_tier"),
        PublishedData.cell(row, "mrr_amount"),
        "USD",
        PublishedData.cell(row, "start_date"),
        end.isEmpty()
            ? ""
            : YearMonth.from(LocalDate.parse(end)).plusMonths(1).atDay(1).toString());
  }
}
