package org.businessmetrics.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.businessmetrics.config.FxRates;
import org.businessmetrics.config.FxRates.Quote;
import org.businessmetrics.ledger.CheckResult;
import org.businessmetrics.ledger.MigratedStore;
import org.businessmetrics.ledger.RunScope;
import org.businessmetrics.ledger.StagedRates;
import org.businessmetrics.publish.Staging;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run of 4 and 5 March; GBP was quoted last on 25 February, which holds until 4 March. */
class RatesChecksTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 4);
  private static final LocalDate LAST = LocalDate.of(2026, 3, 5);
  private static final LocalDate QUOTED = LocalDate.of(2026, 2, 25);

  private final MigratedStore database = MigratedStore.create();
  private final UUID runId = database.startRun(FIRST, LAST);
  private final RunScope scope = new RunScope(runId, FIRST, LAST, LAST, 3);

  RatesChecksTest() {
    database.execute(
        "insert into metrics.days select day, 'UTC', day, day + interval '1 day', now(), 1, gen_random_uuid(), false from generate_series(date '2026-02-20', date '2026-03-03', interval '1 day') as day");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "subscriptions_daily (day, plan, currency, mrr) | '2026-03-05', 'all', 'GBP', 1",
        "subscriptions_daily (day, plan, currency, mrr, trial_mrr) | '2026-03-05', 'all', 'GBP', 0, 1",
        "mrr_movements (grain, period_start, period_end, plan, currency, closing_mrr, churned_mrr, is_complete) | 'month', '2026-03-01', '2026-03-31', 'all', 'GBP', 0, 1, false",
        "churn (grain, period_start, period_end, currency, added_mrr, is_complete) | 'rolling_30d', '2026-03-06', '2026-04-04', 'GBP', 1, true",
        "revenue_cohorts (cohort_month, age_months, currency, period_start, period_end, customers, mrr, is_complete) | '2026-02-01', 1, 'GBP', '2026-03-01', '2026-03-31', 1, 1, false",
        "revenue_cohorts (cohort_month, age_months, currency, period_start, period_end, customers, net_revenue_to_date, is_complete) | '2026-02-01', 1, 'GBP', '2026-03-01', '2026-03-31', 1, -1, false",
        "revenue_daily (day, currency, gross, refunds) | '2026-03-05', 'GBP', 0, 1",
        "payments_daily (day, currency, amount_attempted, recovery_is_complete, recovery_ends, source) | '2026-03-05', 'GBP', 1, false, '2026-04-04', 'payments'",
      })
  void anAmountWithoutARateRefuses(String columns, String values) {
    insert(columns, values);
    CheckReport report = check();
    assertThat(report.refusals())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.checkName()).isEqualTo("fx_rates.every_amount_has_a_rate");
              assertThat(refusal.day()).isEqualTo(LAST);
              assertThat(refusal.actual()).contains("none of GBP on 2026-03-05");
            });
  }

  @Test
  void aRateThatIsCarriedForwardIsOneAndNothingNeedsNone() {
    insert("revenue_daily (day, currency, gross, refunds)", "'2026-03-04', 'GBP', 1, 0");
    insert("revenue_daily (day, currency, gross, refunds)", "'2026-03-05', 'GBP', 0, 0");
    insert("revenue_daily (day, currency, gross, refunds)", "'2026-03-05', 'EUR', 5, 0");
    assertThat(check().results()).allMatch(CheckResult::passed).hasSize(2);
  }

  @Test
  void aRateThatWasPublishedBeforeIsOne() {
    insert("revenue_daily (day, currency, gross, refunds)", "'2026-03-05', 'GBP', 1, 0");
    insert(
        "fx_rates (day, currency, reporting_currency, rate, quoted_day)",
        "'2026-03-05', 'GBP', 'EUR', 1.2, '2026-03-05'");
    assertThat(check().results()).allMatch(CheckResult::passed);
  }

  @Test
  void warnsOfOtherDaysOnce() {
    insert("revenue_daily (day, currency, gross, refunds)", "'2026-02-20', 'GBP', 1, 0");
    insert("revenue_daily (day, currency, gross, refunds)", "'2026-02-22', 'GBP', 1, 0");
    insert(
        "mrr_movements (grain, period_start, period_end, plan, currency, opening_mrr, is_complete)",
        "'day', '2026-02-24', '2026-02-24', 'all', 'USD', 1, true");
    CheckReport report = check();
    assertThat(report.refusal()).isEmpty();
    assertThat(report.warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.checkName())
                  .isEqualTo("fx_rates.every_amount_of_other_days_has_a_rate");
              assertThat(warning.day()).isEqualTo(LocalDate.of(2026, 2, 24));
              assertThat(warning.actual())
                  .contains(
                      "none of GBP on 2 days, 2026-02-20 to 2026-02-22; none of USD on 2 days, 2026-02-23 to 2026-02-24");
            });
  }

  private CheckReport check() {
    StagedRates rates = new StagedRates(scope, "EUR");
    FxRates quoted = new FxRates("EUR", List.of(new Quote(QUOTED, "GBP", new BigDecimal("1.15"))));
    try (Staging staging = new Staging(database.store(), runId)) {
      assertThat(staging.rates(rates, quoted)).isEmpty();
      return new Checks(database.store()).run(scope, List.of(), Optional.of(rates), List.of());
    }
  }

  private void insert(String columns, String values) {
    database.execute(
        "insert into metrics.%s values (%s, gen_random_uuid(), false)"
            .formatted(columns.strip().replace(")", ", run_id, is_final)"), values));
  }
}
