package org.businessmetrics.conformance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.businessmetrics.conformance.Question.Compared;

/**
 * Customers of a telephone company at one instant, with their months as customers, what they pay a
 * month and whether they left within the last one: February 2024 here.
 */
final class TelcoChurn {
  private static final LocalDate BEFORE = LocalDate.of(2024, 1, 15);
  private static final String LEFT = "2024-02-10";
  private static final String KEYS =
      """
      zone: UTC
      history_from: 2024-01-20
      metrics: [subscriptions_daily, mrr_movements, churn]
      """;

  private TelcoChurn() {}

  static List<Question> questions(Path data, Path work) {
    PublishedSubscription.write(
        work.resolve("source"),
        PublishedData.rows(data.resolve("customers.csv")).stream()
            .map(TelcoChurn::subscription)
            .toList());
    DataSet set = new DataSet(data, work, KEYS, Instant.parse("2024-03-01T12:00:00Z"));
    return List.of(
        new Compared(
            "customers, and who left",
            figures(set, "churn_counts", "customers", "yes", "no", "rate_pct"),
            () ->
                set.rows(
                    """
                    select opening_customers, churned_customers,
                      opening_customers - churned_customers,
                      round(100.0 * churned_customers / opening_customers, 6)
                    from metrics.churn where grain = 'month' and period_start = '2024-02-01'
                    """)),
        new Compared(
            "revenue, and what was lost of it",
            figures(set, "mrr", "mrr", "churned_mrr", "churned_pct"),
            () ->
                set.rows(
                    """
                    select trim_scale(opening_mrr), trim_scale(lost_mrr),
                      round(100 * gross_mrr_churn_rate, 6)
                    from metrics.churn where grain = 'month' and period_start = '2024-02-01'
                    """)),
        new Compared(
            "revenue of a customer: all, who stayed",
            figures(set, "arpu", "all", "no"),
            () ->
                set.rows(
                    """
                    select string_agg(round(arpa, 6)::text, ' ' order by day)
                    from metrics.subscriptions_daily
                    where plan = 'all' and day in ('2024-01-31', '2024-02-29')
                    """)),
        new Compared(
            "revenue by contract, and what was lost of it",
            List.of(
                byContract(set, "Month-to-month"),
                byContract(set, "One year"),
                byContract(set, "Two year")),
            () ->
                set.rows(
                    """
                    select trim_scale(opening_mrr), trim_scale(churned_mrr)
                    from metrics.mrr_movements
                    where grain = 'month' and period_start = '2024-02-01' and plan <> 'all'
                    order by plan
                    """)),
        new Compared(
            "who left by contract",
            figures(set, "churn_by_contract", "Month-to-month", "One year", "Two year"),
            () ->
                set.rows(
                    """
                    select string_agg(
                      round(100.0 * churned_customers / opening_customers, 6)::text, ' ' order by plan)
                    from metrics.mrr_movements
                    where grain = 'month' and period_start = '2024-02-01' and plan <> 'all'
                    """)));
  }

  /** The published figures in one line, to six decimals where they are rates. */
  private static List<String> figures(DataSet set, String id, String... names) {
    return List.of(
        String.join(
            " ",
            List.of(names).stream()
                .map(name -> set.published(id).path(name).decimalValue())
                .map(
                    figure ->
                        figure.scale() > 2
                            ? figure.setScale(6, RoundingMode.HALF_UP)
                            : figure.stripTrailingZeros())
                .map(BigDecimal::toPlainString)
                .toList()));
  }

  private static String byContract(DataSet set, String contract) {
    return PublishedData.line(set.published("mrr_by_contract").path(contract));
  }

  /** Who has been a customer for no whole month began in the one before. */
  private static PublishedSubscription subscription(Map<String, String> row) {
    String id = PublishedData.cell(row, "customerID");
    return PublishedSubscription.monthly(
        id,
        id,
        PublishedData.cell(row, "Contract"),
        PublishedData.cell(row, "MonthlyCharges"),
        "USD",
        BEFORE.minusMonths(Long.parseLong(PublishedData.cell(row, "tenure"))).toString(),
        PublishedData.cell(row, "Churn").equals("Yes") ? LEFT : "");
  }
}
