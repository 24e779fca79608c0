package org.businessmetrics.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.UUID;
import org.businessmetrics.ledger.MigratedStore;
import org.junit.jupiter.api.Test;

/** Figures as other tools define them, on rows whose answers their definitions give by hand. */
class CompatibilityViewsTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);
  private static final LocalDate LAST = LocalDate.of(2026, 3, 31);

  private final MigratedStore database = MigratedStore.create();
  private final UUID run = database.startRun(FIRST, LAST);

  @Test
  void mozillaLooksAtTwentyEightDays() {
    database.execute(
        """
        insert into metrics.active_users_daily
          (day, segment, segment_value, dau, wau, mau, mau_28, run_id, is_final)
        values
          ('2026-03-01', 'all', 'all', 10, 25, 50, 40, '%1$s', true),
          ('2026-03-01', 'country', 'de', 4, 9, 20, 16, '%1$s', true),
          ('2026-03-02', 'all', 'all', 0, 0, 0, 0, '%1$s', false)
        """
            .formatted(run));
    assertThat(
            database.rows(
                "select day, dau, wau, mau, round(intensity_of_use, 4), is_final from metrics.compat_mozilla_mau order by day"))
        .containsExactly("2026-03-01|10|25|40|0.2500|t", "2026-03-02|0|0|0|-|f");
  }

  @Test
  void stripeAddsTheNewSubscribersOfTheThirtyDays() {
    march();
    assertThat(
            database.rows(
                "select day, active_subscribers_30_days_ago, new_subscribers, churned_subscribers, subscriber_churn_rate from metrics.compat_stripe_churn where day >= '2026-03-29' order by day"))
        .containsExactly(
            "2026-03-29|-|-|-|-",
            "2026-03-30|100|6|4|0.0377358491",
            "2026-03-31|100|6|4|0.0377358491");
  }

  @Test
  void baremetricsDividesByTheCustomersOfThirtyDaysAgo() {
    march();
    assertThat(
            database.rows(
                "select user_churn_rate, mrr_30_days_ago, lost_mrr, revenue_churn_rate from metrics.compat_baremetrics_churn where day = '2026-03-30'"))
        .containsExactly("0.0400000000|1000|45|0.0450000000");
  }

  @Test
  void chartMogulTakesReactivationOffAndKnowsTheSumOfTheDays() {
    march();
    assertThat(
            database.rows(
                "select month, opening_customers, churned_customers, customer_churn_rate, customer_churn_rate_of_days, gross_mrr_churn_rate, net_mrr_churn_rate from metrics.compat_chartmogul_churn"))
        .containsExactly("2026-03-01|100|3|0.03|0.0386518536|0.0450000000|0.0150000000");
  }

  /**
   * 100 customers of 10 each. Five more come from the 2nd to the 6th, one a day, and four go from
   * the 10th to the 13th, one of whom had come in March; on the 20th one comes back and pays 10,
   * one pays 5 less, and others 20 more.
   */
  private void march() {
    int customers = 100;
    for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
      int n = day.getDayOfMonth();
      int joined = n >= 2 && n <= 6 ? 1 : 0;
      int left = n >= 10 && n <= 13 ? 1 : 0;
      int back = n == 20 ? 1 : 0;
      movements("day", day, customers, joined, back, left, back * 5, back * 20);
      customers += joined + back - left;
    }
    movements("month", FIRST, 100, 5, 1, 4, 5, 20);
    database.execute(
        """
        insert into metrics.churn
          (grain, period_start, period_end, currency, opening_customers, churned_customers,
           logo_churn_rate, is_complete, run_id, is_final)
        values ('month', '%s', '%s', 'USD', 100, 3, 0.03, true, '%s', false)
        """
            .formatted(FIRST, LAST, run));
  }

  private void movements(
      String grain,
      LocalDate start,
      int opening,
      int joined,
      int back,
      int left,
      int contraction,
      int expansion) {
    database.execute(
        """
        insert into metrics.mrr_movements
          (grain, period_start, period_end, plan, currency, opening_mrr, new_mrr, reactivation_mrr,
           expansion_mrr, contraction_mrr, churned_mrr, opening_customers, new_customers,
           reactivated_customers, churned_customers, is_complete, run_id, is_final)
        values ('%s', '%s', '%s', 'all', 'USD', %d, %d, %d, %d, %d, %d, %d, %d, %d, %d, true, '%s', false)
        """
            .formatted(
                grain,
                start,
                grain.equals("day") ? start : LAST,
                opening * 10,
                joined * 10,
                back * 10,
                expansion,
                contraction,
                left * 10,
                opening,
                joined,
                back,
                left,
                run));
  }
}
