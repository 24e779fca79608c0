package org.businessmetrics.conformance;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.businessmetrics.conformance.Question.Compared;
import org.businessmetrics.testing.Pipeline;

/**
 * Periods of subscriptions from 2017 to 2019. The night is one before the data end, where the
 * published figures take everybody for lost; only months before it are compared.
 */
final class MrrPlaybook {
  private static final String END = "2019-12-01";
  private static final String KEYS =
      """
      zone: UTC
      history_from: 2017-08-15
      range_days: 1000
      metrics: [subscriptions_daily, mrr_movements, churn, revenue_cohorts]
      """;

  private MrrPlaybook() {}

  static List<Question> questions(Path data, Path work) {
    Path source = work.resolve("source");
    PublishedSubscription.write(
        source,
        PublishedData.rows(data.resolve("subscription_periods.csv")).stream()
            .filter(row -> PublishedData.cell(row, "start_date").compareTo(END) < 0)
            .map(MrrPlaybook::subscription)
            .toList());
    Night night =
        new Night(Pipeline.overCsv(work, source, KEYS), Instant.parse(END + "T12:00:00Z"));
    return List.of(
        new Compared(
            "movements by month",
            published(
                data.resolve("expected_monthly_rollforward_full_history.csv"),
                "month starting_mrr new_mrr reactivation_mrr expansion_mrr contraction_mrr"
                    + " churned_mrr ending_mrr active_customers n_new n_reactivation n_churn"),
            () ->
                night.rows(
                    """
                    select period_start, trim_scale(opening_mrr), trim_scale(new_mrr),
                      trim_scale(reactivation_mrr), trim_scale(expansion_mrr),
                      trim_scale(contraction_mrr), trim_scale(churned_mrr), trim_scale(closing_mrr),
                      closing_customers, new_customers, reactivated_customers, churned_customers
                    from metrics.mrr_movements_total
                    where grain = 'month' and period_start between '2017-09-01' and '2019-11-01'
                    order by period_start
                    """)),
        new Compared(
            "rates by month",
            published(
                data.resolve("expected_kpis_monthly_COMPUTED.csv"),
                "month starting_customers churned_customers logo_churn_rate gross_mrr_churn_rate"
                    + " net_mrr_churn_rate_excl_reactivation grr nrr_excl_reactivation"
                    + " quick_ratio_incl_reactivation arpa_ending"),
            () ->
                night.rows(
                    """
                    select churn.period_start, opening_customers, churned_customers, %s, %s, %s, %s,
                      %s, %s, %s
                    from metrics.churn
                    join metrics.subscriptions_daily as days
                      on days.day = churn.period_end and days.plan = 'all'
                    where churn.grain = 'month'
                      and churn.period_start between '2017-09-01' and '2019-11-01'
                    order by churn.period_start
                    """
                        .formatted(
                            Stream.of(
                                    "logo_churn_rate",
                                    "gross_mrr_churn_rate",
                                    "net_mrr_churn_rate",
                                    "grr",
                                    "nrr",
                                    "quick_ratio",
                                    "days.arpa")
                                .map(MrrPlaybook::sixDecimals)
                                .toArray()))),
        new Compared(
            "retention of revenue over twelve months",
            published(
                data.resolve("expected_ttm_nrr_grr_COMPUTED.csv"),
                "month cohort_customers cohort_mrr_12m_ago nrr_ttm grr_ttm_point_to_point"),
            () ->
                night.rows(
                    """
                    select date_trunc('month', period_end)::date, opening_customers,
                      trim_scale(opening_mrr), %s, %s
                    from metrics.churn
                    where grain = 'trailing_12m' and opening_customers > 0
                      and period_end < '2019-12-01'
                    order by period_end
                    """
                        .formatted(sixDecimals("nrr"), sixDecimals("grr")))),
        new Compared(
            "cohorts by their first month",
            published(
                data.resolve("expected_retention_cohorts_COMPUTED.csv"),
                "cohort_month months_since cohort_customers active_customers cohort_mrr mrr"),
            () ->
                night.rows(
                    """
                    select cohort_month, age_months, customers, paying_customers,
                      trim_scale(opening_mrr), trim_scale(mrr)
                    from metrics.revenue_cohorts
                    where period_start <= '2019-11-01'
                    order by cohort_month, age_months
                    """)));
  }

  /** Who pays beyond the night is not known to have left. */
  private static PublishedSubscription subscription(Map<String, String> row) {
    String end = PublishedData.cell(row, "end_date");
    return PublishedSubscription.monthly(
        PublishedData.cell(row, "subscription_id"),
        PublishedData.cell(row, "customer_id"),
        "standard",
        PublishedData.cell(row, "monthly_amount"),
        "USD",
        PublishedData.cell(row, "start_date"),
        end.compareTo(END) > 0 ? "" : end);
  }

  private static List<String> published(Path file, String columns) {
    return PublishedData.rows(file).stream()
        .filter(row -> month(row).compareTo(END) < 0)
        .map(
            row ->
                Stream.of(columns.split(" "))
                    .map(column -> PublishedData.cell(row, column))
                    .map(figure -> figure.isEmpty() ? "-" : figure)
                    .collect(Collectors.joining("|")))
        .toList();
  }

  /** The month that the figures of the row are of. */
  private static String month(Map<String, String> row) {
    return row.containsKey("month")
        ? PublishedData.cell(row, "month")
        : LocalDate.parse(PublishedData.cell(row, "cohort_month"))
            .plusMonths(Long.parseLong(PublishedData.cell(row, "months_since")))
            .toString();
  }

  private static String sixDecimals(String column) {
    return "coalesce(round(%s, 6)::text, '-')".formatted(column);
  }
}
