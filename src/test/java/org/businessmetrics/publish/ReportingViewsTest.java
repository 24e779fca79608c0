package org.businessmetrics.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.businessmetrics.ledger.MigratedStore;
import org.junit.jupiter.api.Test;

/**
 * Amounts in USD and GBP, converted into EUR by hand, over a weekend at the turn of a month: the
 * rates of Friday 30 January hold until Sunday, on Monday both move.
 */
class ReportingViewsTest {
  private static final LocalDate SATURDAY = LocalDate.of(2026, 1, 31);
  private static final LocalDate MONDAY = LocalDate.of(2026, 2, 2);

  private final MigratedStore database = MigratedStore.create();
  private final UUID run = database.startRun(SATURDAY, MONDAY);

  ReportingViewsTest() {
    insert(
        "days (day, zone, starts_at, ends_at, published_at, data_version, run_id, is_final)",
        "'2026-01-31', 'UTC', now(), now() + interval '1 day', now(), 1, RUN, true",
        "'2026-02-01', 'UTC', now(), now() + interval '1 day', now(), 1, RUN, false",
        "'2026-02-02', 'UTC', now(), now() + interval '1 day', now(), 1, RUN, false");
    insert(
        "fx_rates (day, currency, reporting_currency, rate, quoted_day, run_id, is_final)",
        "'2026-01-31', 'EUR', 'EUR', 1, '2026-01-31', RUN, true",
        "'2026-02-01', 'EUR', 'EUR', 1, '2026-02-01', RUN, false",
        "'2026-02-02', 'EUR', 'EUR', 1, '2026-02-02', RUN, false",
        "'2026-01-31', 'USD', 'EUR', 0.90, '2026-01-30', RUN, true",
        "'2026-02-01', 'USD', 'EUR', 0.90, '2026-01-30', RUN, false",
        "'2026-02-02', 'USD', 'EUR', 0.80, '2026-02-02', RUN, false",
        "'2026-01-31', 'GBP', 'EUR', 1.20, '2026-01-30', RUN, true",
        "'2026-02-01', 'GBP', 'EUR', 1.20, '2026-01-30', RUN, false",
        "'2026-02-02', 'GBP', 'EUR', 1.25, '2026-02-02', RUN, false");
  }

  @Test
  void whatTheRatesMovedIsFxAndEveryOpeningIsTheClosingBefore() {
    movements();
    assertThat(
            database.rows(
                """
                select grain, period_start, currency, trim_scale(opening_mrr), trim_scale(new_mrr),
                  trim_scale(expansion_mrr), trim_scale(churned_mrr), trim_scale(fx_mrr),
                  trim_scale(closing_mrr), opening_customers, churned_customers, closing_customers,
                  is_complete, is_final
                from metrics.mrr_movements_reporting
                order by grain, period_start
                """))
        .containsExactly(
            "day|2026-01-31|EUR|0|150|0|0|0|150|0|0|3|t|t",
            "day|2026-02-01|EUR|150|0|0|0|0|150|3|0|3|t|f",
            // 100 x (0.80 - 0.90) + 50 x (1.25 - 1.20); 40 left at 0.80 and 10 more came at 1.25
            "day|2026-02-02|EUR|150|0|12.5|32|-7.5|123|3|1|2|t|f",
            "month|2026-01-01|EUR|0|150|0|0|0|150|0|0|3|t|t",
            "month|2026-02-01|EUR|150|0|12.5|32|-7.5|123|3|1|2|f|f");
  }

  @Test
  void withoutARateWhatItWouldConvertIsNotKnown() {
    movements();
    database.execute("delete from metrics.fx_rates where currency = 'GBP' and day = '2026-02-02'");
    assertThat(
            database.rows(
                """
                select period_start, trim_scale(opening_mrr), trim_scale(expansion_mrr),
                  trim_scale(churned_mrr), trim_scale(fx_mrr), trim_scale(closing_mrr), closing_customers
                from metrics.mrr_movements_reporting
                where grain = 'day' and period_start >= '2026-02-01'
                order by period_start
                """))
        .as("churned was in USD alone, and nothing converted at any rate is nothing")
        .containsExactly("2026-02-01|150|0|0|0|150|3", "2026-02-02|150|-|32|-|-|2");
  }

  @Test
  void aHistoryThatBeganWithSubscriptionsHasNoOpeningInAnyCurrency() {
    movements();
    database.execute(
        "update metrics.mrr_movements set opening_mrr = null, new_mrr = null where currency = 'USD' and period_start = '2026-01-31'");
    assertThat(
            database.rows(
                "select opening_mrr, new_mrr, fx_mrr, trim_scale(closing_mrr) from metrics.mrr_movements_reporting where period_start = '2026-01-31'"))
        .containsExactly("-|-|-|150");
  }

  @Test
  void retentionIsAtTheRatesOfTheOpening() {
    insert(
        "churn (grain, period_start, period_end, currency, opening_customers, churned_customers, voluntary, involuntary, unknown, opening_mrr, lost_mrr, expansion_mrr, added_mrr, is_complete, run_id, is_final)",
        "'rolling_30d', '2026-01-04', '2026-02-02', 'USD', 2, 1, 1, 0, 0, 100, 40, 0, 0, true, RUN, false",
        "'rolling_30d', '2026-01-04', '2026-02-02', 'GBP', 1, 0, 0, 0, 0, 50, 0, 10, 0, true, RUN, false",
        "'month', '2026-02-01', '2026-02-28', 'USD', 2, 1, 1, 0, 0, 100, 40, 0, 0, false, RUN, false");
    assertThat(
            database.rows(
                """
                select grain, opening_customers, churned_customers, logo_churn_rate,
                  trim_scale(opening_mrr), trim_scale(lost_mrr), trim_scale(expansion_mrr),
                  gross_mrr_churn_rate, net_mrr_churn_rate, nrr, grr, quick_ratio
                from metrics.churn_reporting
                order by grain
                """))
        .containsExactly(
            "month|2|1|-|90|36|0|-|-|-|-|-",
            "rolling_30d|3|1|0.3333333333|150|36|12|0.2400000000|0.1600000000|0.8400000000|0.7600000000|0.3333333333");
  }

  @Test
  void cashIsAtTheRateOfItsOwnDayAlsoInTheTrailingDays() {
    insert(
        "active_users_daily (day, segment, segment_value, dau, mau, run_id, is_final)",
        "'2026-02-02', 'all', 'all', 3, 10, RUN, false");
    insert(
        "revenue_daily (day, currency, gross, refunds, net, subscription_net, one_off_net, payers, payers_30d, net_30d, run_id, is_final)",
        "'2026-02-01', 'USD', 100, 0, 100, 100, 0, 1, 1, 100, RUN, false",
        "'2026-02-02', 'USD', 50, 0, 50, 0, 50, 1, 2, 150, RUN, false",
        "'2026-02-02', 'GBP', 0, 20, -20, -20, 0, 0, 0, -20, RUN, false");
    assertThat(
            database.rows(
                """
                select day, trim_scale(gross), trim_scale(refunds), trim_scale(net),
                  trim_scale(subscription_net), trim_scale(one_off_net), payers, payers_30d,
                  trim_scale(net_30d), arpu, arppu, arpu_daily, arppu_daily
                from metrics.revenue_daily_reporting
                order by day
                """))
        .containsExactly(
            "2026-02-01|90|0|90|90|0|1|1|90|-|90.000000|-|90.000000",
            "2026-02-02|40|25|15|-25|40|1|2|105|10.500000|52.500000|5.000000|15.000000");
  }

  @Test
  void cohortsAddUpEachMonthAtItsOwnRate() {
    insert(
        "revenue_cohorts (cohort_month, age_months, currency, period_start, period_end, customers, paying_customers, opening_mrr, mrr, net_revenue_to_date, is_complete, run_id, is_final)",
        "'2026-01-01', 0, 'USD', '2026-01-01', '2026-01-31', 2, 2, 100, 100, 100, true, RUN, true",
        "'2026-01-01', 1, 'USD', '2026-02-01', '2026-02-28', 2, 1, 100, 60, 130, false, RUN, false",
        "'2026-01-01', 0, 'GBP', '2026-01-01', '2026-01-31', 1, 1, 50, 50, 50, true, RUN, true",
        "'2026-01-01', 1, 'GBP', '2026-02-01', '2026-02-28', 1, 1, 50, 60, 50, false, RUN, false");
    assertThat(
            database.rows(
                """
                select age_months, customers, paying_customers, trim_scale(opening_mrr),
                  trim_scale(mrr), trim_scale(net_revenue_to_date), net_revenue_per_customer
                from metrics.revenue_cohorts_reporting
                order by age_months
                """))
        .containsExactly("0|3|3|150|150|150|50.0000000000", "1|3|2|150|123|174|58.0000000000");
  }

  @Test
  void ratesOfPaymentsAreThoseOfTheConvertedAmounts() {
    insert(
        "payments_daily (day, currency, attempts, succeeded, failed, pending, amount_attempted, amount_succeeded, first_attempts, first_attempts_failed, recovered_30d, recovery_is_complete, recovery_ends, source, run_id, is_final)",
        "'2026-02-02', 'USD', 3, 2, 1, 0, 100, 60, 2, 1, 1, false, '2026-03-04', 'payments_and_invoices', RUN, false",
        "'2026-02-02', 'GBP', 1, 1, 0, 1, 16, 16, 0, 0, 0, false, '2026-03-04', 'payments', RUN, false");
    assertThat(
            database.rows(
                """
                select attempts, succeeded, pending, success_rate, trim_scale(amount_attempted),
                  trim_scale(amount_succeeded), amount_success_rate, first_attempt_success_rate,
                  recovered_30d, recovery_rate, source
                from metrics.payments_daily_reporting
                """))
        .containsExactly("4|3|1|0.7500000000|100|68|0.6800000000|0.5000000000|1|-|payments");
  }

  @Test
  void subscriptionsAreOneRowADayAndPlan() {
    insert(
        "subscriptions_daily (day, plan, currency, trialing, paying_customers, past_due, cancellations_requested, mrr, mrr_at_risk, trial_mrr, committed_mrr, arr, arpa, history_quality, trials_started, run_id, is_final)",
        "'2026-02-02', 'all', 'USD', 1, 2, 1, 0, 60, 20, 5, 60, 720, 30, 'observed', 1, RUN, false",
        "'2026-02-02', 'all', 'GBP', 0, 1, 0, 1, 60, 0, 0, 0, 720, 60, 'events', 2, RUN, false",
        "'2026-02-02', 'all', 'EUR', 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, 0, RUN, false",
        "'2026-02-02', 'basic', 'GBP', 0, 1, 0, 1, 60, 0, 0, 0, 720, 60, 'events', 2, RUN, false");
    assertThat(
            database.rows(
                """
                select plan, currency, trialing, paying_customers, past_due, cancellations_requested,
                  trim_scale(mrr), trim_scale(mrr_at_risk), trim_scale(trial_mrr),
                  trim_scale(committed_mrr), trim_scale(arr), arpa, history_quality, trials_started,
                  run_id = 'RUN'
                from metrics.subscriptions_daily_reporting
                order by plan
                """
                    .replace("RUN", run.toString())))
        .containsExactly(
            "all|EUR|1|3|1|1|123|16|4|48|1476|41.0000000000|events|3|t",
            "basic|EUR|0|1|0|1|75|0|0|0|900|75.0000000000|events|2|t");
  }

  @Test
  void withoutAReportingCurrencyThereIsNothing() {
    movements();
    database.execute("delete from metrics.fx_rates");
    assertThat(database.rows("select * from metrics.mrr_movements_reporting")).isEmpty();
  }

  private void movements() {
    insert(
        "mrr_movements (grain, period_start, period_end, plan, currency, opening_mrr, new_mrr, reactivation_mrr, expansion_mrr, contraction_mrr, churned_mrr, fx_mrr, restatement_mrr, transfer_in_mrr, transfer_out_mrr, closing_mrr, opening_customers, new_customers, reactivated_customers, churned_customers, transfer_in_customers, transfer_out_customers, restatement_customers, closing_customers, is_complete, run_id, is_final)",
        "'day', '2026-01-31', '2026-01-31', 'all', 'USD', 0, 100, 0, 0, 0, 0, 0, 0, 0, 0, 100, 0, 2, 0, 0, 0, 0, 0, 2, true, RUN, true",
        "'day', '2026-02-01', '2026-02-01', 'all', 'USD', 100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 2, 0, 0, 0, 0, 0, 0, 2, true, RUN, false",
        "'day', '2026-02-02', '2026-02-02', 'all', 'USD', 100, 0, 0, 0, 0, 40, 0, 0, 0, 0, 60, 2, 0, 0, 1, 0, 0, 0, 1, true, RUN, false",
        "'month', '2026-01-01', '2026-01-31', 'all', 'USD', 0, 100, 0, 0, 0, 0, 0, 0, 0, 0, 100, 0, 2, 0, 0, 0, 0, 0, 2, true, RUN, true",
        "'month', '2026-02-01', '2026-02-28', 'all', 'USD', 100, 0, 0, 0, 0, 40, 0, 0, 0, 0, 60, 2, 0, 0, 1, 0, 0, 0, 1, false, RUN, false",
        "'day', '2026-01-31', '2026-01-31', 'all', 'GBP', 0, 50, 0, 0, 0, 0, 0, 0, 0, 0, 50, 0, 1, 0, 0, 0, 0, 0, 1, true, RUN, true",
        "'day', '2026-02-01', '2026-02-01', 'all', 'GBP', 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 50, 1, 0, 0, 0, 0, 0, 0, 1, true, RUN, false",
        "'day', '2026-02-02', '2026-02-02', 'all', 'GBP', 50, 0, 0, 10, 0, 0, 0, 0, 0, 0, 60, 1, 0, 0, 0, 0, 0, 0, 1, true, RUN, false",
        "'month', '2026-01-01', '2026-01-31', 'all', 'GBP', 0, 50, 0, 0, 0, 0, 0, 0, 0, 0, 50, 0, 1, 0, 0, 0, 0, 0, 1, true, RUN, true",
        "'month', '2026-02-01', '2026-02-28', 'all', 'GBP', 50, 0, 0, 10, 0, 0, 0, 0, 0, 0, 60, 1, 0, 0, 0, 0, 0, 0, 1, false, RUN, false");
  }

  private void insert(String columns, String... rows) {
    List<String> values = List.of(rows).stream().map(row -> "(" + row + ")").toList();
    database.execute(
        "insert into metrics.%s values %s"
            .formatted(columns, String.join(", ", values))
            .replace("RUN", "'" + run + "'"));
  }
}
