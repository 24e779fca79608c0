package org.businessmetrics.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.Funnel;
import org.businessmetrics.testing.TestDatabase;
import org.businessmetrics.testing.TestSpark;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks pass on what the queries return, and each notices what it is there for. */
class ChecksTest {
  private static final Catalog CATALOG = Catalog.load(Path.of("sql", "metrics"));
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2026, 4, 15);
  private static final List<Funnel> FUNNELS =
      List.of(
          new Funnel(
              "buy",
              List.of("view", "add", "pay"),
              Optional.of(Duration.ofHours(12)),
              List.of(),
              Funnel.Exclusion.DROP_OFF));

  private static final class Holder {
    static final Handle HANDLE = open();

    private static Handle open() {
      DatabaseAddress address = TestDatabase.create();
      Handle handle = Jdbi.create(() -> TestDatabase.connect(address)).open();
      CATALOG.metrics().forEach(metric -> createTable(handle, metric));
      return handle;
    }
  }

  @BeforeAll
  static void compute() {
    SparkSession session = TestSpark.session();
    History history = history();
    QueryParameters parameters =
        new QueryParameters(
            FIRST,
            LAST,
            LAST,
            3,
            ZoneOffset.UTC,
            Set.of("accounts", "activity", "events", "payments"),
            Optional.of("trained"),
            BigDecimal.ONE);
    for (Metric metric : CATALOG.metrics()) {
      new Views(session, history, parameters).create(metric);
      MetricQuery.run(session, metric, parameters).createOrReplaceTempView(metric.name());
      insert(metric, FinalRows.rows(session, metric, parameters));
    }
  }

  @AfterAll
  static void close() {
    Holder.HANDLE.close();
  }

  @BeforeEach
  void begin() {
    Holder.HANDLE.begin();
  }

  @AfterEach
  void undo() {
    Holder.HANDLE.rollback();
  }

  @Test
  void everyCheckPassesOnWhatTheQueriesReturn() {
    for (Metric metric : CATALOG.metrics()) {
      for (Metric.Check check : metric.checks()) {
        assertThat(offending(check, FIRST)).as("%s of %s", check.name(), metric.name()).isEmpty();
      }
    }
  }

  /** One statement a check, which breaks what the check is about. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "active_users_daily|windows_nest|update active_users_daily set wau = mau + 1",
        "active_users_daily|lifecycle_adds_up|update active_users_daily set new_users = new_users + 1 where day = '2026-02-01'",
        "active_users_daily|lifecycle_follows_day_before|update active_users_daily set dormant_users = dormant_users + 1 where day = '2026-04-14'",
        "active_users_daily|lifecycle_follows_published_day|update active_users_daily set dau = dau + 1 where day = '2026-04-11'",
        "active_users_daily|rates_are_parts|update active_users_daily set stickiness = null where day = '2026-04-14'",
        "active_users_daily|segments_add_up|update active_users_daily set wau = wau + 1 where segment_value = 'de' and day = '2026-04-14'",
        "active_users_daily|no_missing_day|delete from active_users_daily where day = '2026-02-01'",
        "active_users_daily|dau_near_same_weekday|update active_users_daily set dau = dau * 3 where day = '2026-04-15'",
        "conversion_cohorts|converted_within_cohort|update conversion_cohorts set converted = cohort_size + 1 where cohort_day = '2026-02-01'",
        "conversion_cohorts|longer_windows_convert_more|update conversion_cohorts set converted = 0 where window_days = 90",
        "conversion_cohorts|rates_agree|update conversion_cohorts set rate = 0 where cohort_day = '2026-01-20'",
        "conversion_cohorts|cohorts_are_the_signups|update active_users_daily set signups = signups + 1 where signups > 0",
        "active_users_calendar|lifecycle_adds_up|update active_users_calendar set new_users = new_users + 1 where period_end = '2026-04-30'",
        "active_users_calendar|lifecycle_follows_period_before|update active_users_calendar set dormant_users = dormant_users + 1 where period_end = '2026-02-28'",
        "active_users_calendar|lifecycle_follows_published_period|update active_users_calendar set dormant_users = dormant_users + 1 where period_end = '2026-04-12'",
        "active_users_calendar|dormant_when_over|update active_users_calendar set dormant_users = null where period_end = '2026-04-12'",
        "active_users_calendar|between_days_and_their_sum|update active_users_calendar set active_users = 1 where period_start = '2026-02-01'",
        "active_users_calendar|new_users_add_up|update active_users_calendar set signups = signups + 1 where period_end = '2026-04-30'",
        "active_users_calendar|no_missing_period|delete from active_users_calendar where period_start = '2026-02-01'",
        "activity_gaps_daily|gaps_add_up_to_dau|update activity_gaps_daily set users = users + 1 where day = '2026-04-14' and gap_days = 1",
        "activity_gaps_daily|gaps_within_days|delete from active_users_daily where day = '2026-04-14'",
        "activity_gaps_daily|counts_are_positive|insert into activity_gaps_daily (day, gap_days, users) values ('2026-04-14', 99, 0)",
        "activity_gaps_daily|window_holds_mau|update active_users_daily set mau = mau + 1 where day = '2026-04-15'",
        "activity_gaps_daily|window_holds_mau|update active_users_daily set mau = mau - 1",
        "activity_gaps_daily|window_equals_mau|update active_users_daily set mau = mau + 1 where day = '2026-04-15'",
        "active_day_histogram|adds_up_to_active_users|delete from active_day_histogram where day = '2026-04-14' and window_days = 28",
        "active_day_histogram|days_within_window|update active_day_histogram set active_days = 8 where day = '2026-04-14' and window_days = 7 and active_days = 1",
        "active_day_histogram|active_days_add_up|update active_day_histogram set users = users + 1 where day = '2026-04-14' and active_days = 2",
        "retention_cohorts|retained_within_cohort|update retention_cohorts set retained = cohort_size + 1 where period_end = '2026-02-01'",
        "retention_cohorts|retained_within_cohort|update retention_cohorts set cohort_size = 0 where period_end = '2026-02-01'",
        "retention_cohorts|known_when_over|update retention_cohorts set retained = 0 where period_end = '2026-04-30'",
        "retention_cohorts|known_when_over|update retention_cohorts set is_complete = true, retained = 0, rate = 0 where period_end = '2026-04-16'",
        "retention_cohorts|known_when_over|update retention_cohorts set rate = rate + 0.01 where period_end = '2026-02-01'",
        "retention_cohorts|all_begin_in_their_cohort|update retention_cohorts set retained = retained - 1 where cohort_kind = 'first_activity' and grain = 'week' and period_end = '2026-03-01' and period = 0",
        "retention_cohorts|new_users_add_up|delete from retention_cohorts where cohort_start = (select max(cohort_start) from retention_cohorts where cohort_kind = 'first_activity')",
        "retention_cohorts|signups_add_up|update active_users_daily set signups = signups + 1 where day = '2026-04-14'",
        "retention_cohorts|cohort_sizes_add_up|update retention_cohorts set cohort_size = cohort_size + 1 where grain = 'month' and cohort_start = '2026-02-01'",
        "retention_cohorts|cohorts_within_active_users|update retention_cohorts set retained = retained + 1000 where grain = 'week' and period_end = '2026-04-12'",
        "retention_cohorts|cohorts_within_active_users|update active_users_daily set dau = dau - 1 where day = '2026-03-14'",
        "retention_cohorts|cohorts_of_a_day_add_up_to_dau|update active_users_daily set dau = dau + 1 where day = '2026-03-14'",
        "retention_cohorts|no_missing_period|delete from retention_cohorts where grain = 'day' and period = 45 and cohort_kind = 'signup'",
        "retention_cohorts|no_missing_period|delete from retention_cohorts where grain = 'month' and period = 36",
        "retention_brackets|retained_within_cohort|update retention_brackets set retained = cohort_size + 1 where period_end <= '2026-03-01'",
        "retention_brackets|known_when_over|update retention_brackets set is_complete = false where period_end <= '2026-03-01'",
        "retention_brackets|known_when_over|update retention_brackets set rate = null where period_end <= '2026-03-01'",
        "retention_brackets|between_days_and_their_sum|update retention_brackets set retained = retained + 1000 where first_age = 2 and period_end <= '2026-03-01'",
        "retention_brackets|between_days_and_their_sum|update retention_brackets set retained = retained + 1 where first_age = 1 and period_end <= '2026-03-01'",
        "retention_brackets|same_cohorts|update retention_brackets set cohort_size = cohort_size + 1 where cohort_start <= '2026-03-01'",
        "retention_brackets|no_missing_bracket|delete from retention_brackets where first_age = 8",
        "retention_brackets|no_missing_bracket|delete from retention_brackets where first_age = 15",
        "retention_on_or_after|retained_within_cohort|update retention_on_or_after set retained = cohort_size + 1 where period = 0 and is_complete",
        "retention_on_or_after|known_when_over|update retention_on_or_after set retained = 0, rate = 0 where not is_complete",
        "retention_on_or_after|as_of_the_last_day|update retention_on_or_after set as_of = as_of - 1 where period = 0",
        "retention_on_or_after|never_rises|update retention_on_or_after set retained = cohort_size + 1 where grain = 'day' and period = 9 and is_complete",
        "retention_on_or_after|all_begin_in_their_cohort|update retention_on_or_after set retained = cohort_size - 1 where period = 0 and is_complete",
        "retention_on_or_after|at_least_exact|update retention_on_or_after set retained = 0 where period = 1",
        "retention_on_or_after|at_least_exact|update retention_on_or_after set cohort_size = cohort_size + 1 where grain = 'month'",
        "retention_on_or_after|same_on_the_last_day|update retention_on_or_after set retained = retained + 1 where grain = 'day' and period_end = '2026-04-15'",
        "revenue_daily|net_adds_up|update revenue_daily set one_off_net = one_off_net + 1 where day = '2026-04-14'",
        "revenue_daily|amounts_are_not_negative|update revenue_daily set refunds = -1 where day = '2026-04-14'",
        "revenue_daily|refunds_within_gross_to_date|update revenue_daily set refunds = 100000 where day = '2026-01-31'",
        "revenue_daily|payers_nest|update revenue_daily set payers = payers_30d + 1 where day = '2026-04-14'",
        "revenue_daily|no_missing_day|delete from revenue_daily where day = '2026-04-14' and currency = 'USD'",
        "revenue_daily|net_30d_adds_up|update revenue_daily set net_30d = net_30d + 1 where day = '2026-04-14'",
        "feature_usage_daily|windows_nest|update feature_usage_daily set users_7d = users_30d + 1 where day = '2026-04-14'",
        "feature_usage_daily|users_are_active|update active_users_daily set mau = 1 where day = '2026-04-14'",
        "feature_usage_daily|users_are_active|delete from active_users_daily where day = '2026-04-14'",
        "feature_usage_daily|first_time_users_are_users|update feature_usage_daily set first_time_users = users + 1 where day = '2026-04-14'",
        "feature_usage_daily|every_user_has_events|update feature_usage_daily set events = users - 1 where users > 0 and day = '2026-02-10'",
        "feature_usage_daily|every_user_has_events|update feature_usage_daily set events = 1 where users = 0 and day = '2026-04-14'",
        "feature_usage_daily|rows_have_users|insert into feature_usage_daily (day, feature, users, users_30d) values ('2026-04-14', 'ghost', 0, 0)",
        "feature_usage_daily|rates_are_parts|update feature_usage_daily set adoption_rate = adoption_rate + 0.01 where day = '2026-04-14'",
        "feature_usage_daily|rates_are_parts|update feature_usage_daily set share_of_dau = null where day = '2026-04-14'",
        "feature_usage_daily|no_missing_day|delete from feature_usage_daily where day = '2026-04-13'",
        "funnel_steps|somebody_enters|update funnel_steps set users = 0 where step = 1 and entry_day = '2026-04-13'",
        "funnel_steps|users_never_rise|update funnel_steps set users = users + 100 where step = 3 and entry_day = '2026-04-13'",
        "funnel_steps|every_step_has_its_row|delete from funnel_steps where step = 2 and entry_day = '2026-04-13'",
        "funnel_steps|every_step_has_its_row|delete from funnel_steps where step = 3 and entry_day = '2026-04-13'",
        "funnel_steps|every_step_has_its_row|update funnel_steps set definition = replace(definition, 'pay', 'pray') where step = 3 and entry_day = '2026-04-13'",
        "funnel_steps|rates_are_parts|update funnel_steps set rate_from_start = rate_from_start + 0.01 where step = 1 and entry_day = '2026-04-13'",
        "funnel_steps|rates_are_parts|update funnel_steps set rate_from_previous = 1 where not is_complete and entry_day = '2026-04-15'",
        "funnel_steps|medians_fit_the_window|update funnel_steps set median_seconds_from_previous = window_seconds + 1 where step = 2 and entry_day = '2026-04-13'",
        "funnel_steps|medians_fit_the_window|update funnel_steps set median_seconds_from_previous = 0 where step = 1 and entry_day = '2026-04-13'",
        "funnel_steps|complete_when_over|update funnel_steps set is_complete = true where entry_day = '2026-04-15'",
        "subscriptions_daily|agrees_with_movements|update subscriptions_daily set mrr = mrr + 0.0000000001 where day = '2026-04-14' and plan = 'basic'",
        "subscriptions_daily|agrees_with_movements|update mrr_movements set closing_customers = closing_customers + 1 where period_start = '2026-04-14'",
        "subscriptions_daily|plans_add_up|update subscriptions_daily set trial_mrr = trial_mrr + 1 where day = '2026-04-14' and plan = 'all'",
        "subscriptions_daily|customers_between_plans_and_their_sum|update subscriptions_daily set paying_customers = 0 where day = '2026-04-14' and plan = 'all'",
        "subscriptions_daily|customers_between_plans_and_their_sum|update subscriptions_daily set trialing = 1000 where day = '2026-04-14' and plan = 'all'",
        "subscriptions_daily|parts_within_mrr|update subscriptions_daily set committed_mrr = mrr + 1 where day = '2026-04-14'",
        "subscriptions_daily|parts_within_mrr|update subscriptions_daily set past_due = paying_customers + 1 where day = '2026-04-14'",
        "subscriptions_daily|trials_begin_as_there_are_more|update subscriptions_daily set trials_started = trialing + 1 where day = '2026-04-14'",
        "subscriptions_daily|trials_begin_as_there_are_more|update subscriptions_daily set trialing = trialing + 1 where day = '2026-04-14'",
        "subscriptions_daily|trials_begin_as_there_are_more|update subscriptions_daily set trials_started = 1, trialing = 9 where plan = 'all'",
        "subscriptions_daily|derived_figures_agree|update subscriptions_daily set arr = mrr * 11 where day = '2026-04-14'",
        "subscriptions_daily|derived_figures_agree|update subscriptions_daily set history_quality = null where day = '2026-04-14'",
        "subscriptions_daily|no_missing_day|delete from subscriptions_daily where day = '2026-04-14' and plan = 'basic'",
        "subscriptions_daily|mrr_near_day_before|update subscriptions_daily set mrr = mrr * 2, paying_customers = 100 where day = '2026-04-14'",
        "mrr_movements|movements_add_up|update mrr_movements set expansion_mrr = expansion_mrr + 0.0000000001 where period_start = '2026-04-14'",
        "mrr_movements|customers_add_up|update mrr_movements set churned_customers = churned_customers + 1 where period_start = '2026-04-14'",
        "mrr_movements|opening_is_the_closing_before|update mrr_movements set closing_mrr = closing_mrr + 1 where period_start = '2026-04-11'",
        "mrr_movements|opening_is_the_closing_before|update mrr_movements set opening_customers = opening_customers - 1 where period_start = '2026-04-12'",
        "mrr_movements|a_month_closes_with_its_last_day|update mrr_movements set closing_mrr = closing_mrr + 1 where period_start = '2026-04-15'",
        "mrr_movements|plans_add_up|update mrr_movements set transfer_in_mrr = transfer_in_mrr + 1 where period_start = '2026-04-14' and plan = 'basic'",
        "mrr_movements|plans_add_up|update mrr_movements set new_mrr = new_mrr + 1 where period_start = '2026-04-14' and plan = 'all'",
        "mrr_movements|movements_are_not_negative|update mrr_movements set churned_mrr = -1 where period_start = '2026-04-14'",
        "mrr_movements|movements_are_not_negative|update mrr_movements set transfer_in_customers = 1 where period_start = '2026-04-14' and plan = 'all'",
        "mrr_movements|no_missing_period|delete from mrr_movements where period_start = '2026-04-14' and plan = 'basic'",
        "mrr_movements|nothing_was_restated|update mrr_movements set restatement_mrr = 1 where period_start = '2026-04-14'",
        "churn|churned_within_opening|update churn set voluntary = voluntary + 1 where period_end = '2026-04-14'",
        "churn|churned_within_opening|update churn set lost_mrr = opening_mrr + 1 where period_end = '2026-04-14'",
        "churn|retention_within_bounds|update churn set grr = 1.1, gross_mrr_churn_rate = -0.1 where period_end = '2026-04-14'",
        "churn|retention_within_bounds|update churn set nrr = grr - 0.1 where period_end = '2026-04-14'",
        "churn|rates_agree|update churn set logo_churn_rate = logo_churn_rate + 0.01 where period_end = '2026-04-14'",
        "churn|rates_agree|update churn set grr = 1 where period_end = '2026-04-30'",
        "churn|months_agree_with_movements|update churn set churned_customers = churned_customers + 1 where period_start = '2026-02-01'",
        "churn|rolling_opens_with_the_day_before|update churn set opening_customers = opening_customers + 1 where period_end = '2026-04-14'",
        "churn|lifetime_value_rests_on_enough|update churn set ltv = 1 where period_end = '2026-04-14'",
        "churn|no_missing_row|delete from churn where period_end = '2026-04-14'",
        "revenue_cohorts|within_the_cohort|update revenue_cohorts set paying_customers = customers + 1",
        "revenue_cohorts|within_the_cohort|update revenue_cohorts set age_months = age_months + 100 where age_months = 0",
        "revenue_cohorts|begins_with_its_mrr|update revenue_cohorts set mrr = mrr + 1 where age_months = 0",
        "revenue_cohorts|cohorts_add_up|update revenue_cohorts set mrr = mrr + 0.0000000001 where is_complete and mrr > 0",
        "revenue_cohorts|value_is_revenue_by_customers|update revenue_cohorts set net_revenue_to_date = net_revenue_to_date + 1",
        "payments_daily|attempts_add_up|update payments_daily set attempts = attempts + 1 where day = '2026-04-14'",
        "payments_daily|amounts_fit_counts|update payments_daily set amount_succeeded = 0 where day = '2026-04-14'",
        "payments_daily|first_attempts_within_attempts|update payments_daily set first_attempts = attempts + 1 where day = '2026-04-14'",
        "payments_daily|first_attempts_within_attempts|update payments_daily set recovered_30d = first_attempts_failed + 1 where day = '2026-03-20'",
        "payments_daily|rates_are_parts|update payments_daily set success_rate = null where day = '2026-04-14'",
        "payments_daily|rates_are_parts|update payments_daily set amount_success_rate = amount_success_rate / 2 where day = '2026-04-14'",
        "payments_daily|rates_are_parts|update payments_daily set first_attempt_success_rate = 0.5 where day = '2026-04-13'",
        "payments_daily|recovery_known_when_over|update payments_daily set recovery_rate = 1 where day = '2026-04-14'",
        "payments_daily|recovery_known_when_over|update payments_daily set recovery_rate = 0.5 where day = '2026-02-12'",
        "payments_daily|recovery_known_when_over|update payments_daily set recovery_is_complete = true where day = '2026-03-20'",
        "payments_daily|no_missing_day|delete from payments_daily where day = '2026-04-13' and currency = 'USD'",
        "payments_daily|received_is_cash|update payments_daily set amount_succeeded = amount_succeeded * 2 where day = '2026-04-14'",
        "payments_daily|failures_are_told|update payments_daily set attempts = 300, failed = 0",
        "revenue_daily|means_agree_with_denominators|update revenue_daily set arpu = arpu + 0.01 where day = '2026-04-14'",
      })
  void noticesWhatItIsThereFor(String metric, String check, String statement) {
    // What a run computes anew begins late in the history, so that older days stand published.
    LocalDate firstDay = statement.contains("04-") ? LocalDate.of(2026, 4, 12) : FIRST;
    Holder.HANDLE.execute(statement);
    assertThat(offending(find(metric, check), firstDay))
        .isNotEmpty()
        .allSatisfy(
            row -> assertThat(row.keySet()).containsExactlyInAnyOrder("day", "expected", "actual"));
  }

  private static Metric.Check find(String metric, String check) {
    return CATALOG.metric(metric).orElseThrow().checks().stream()
        .filter(found -> found.name().equals(check))
        .findFirst()
        .orElseThrow();
  }

  private static List<Map<String, Object>> offending(Metric.Check check, LocalDate firstDay) {
    return Holder.HANDLE
        .createQuery(check.sql())
        .configure(SqlStatements.class, statements -> statements.setUnusedBindingAllowed(true))
        .bind("first_day", firstDay)
        .bind("last_day", LAST)
        .bind("through", LAST)
        .mapToMap()
        .list();
  }

  private static void createTable(Handle handle, Metric metric) {
    String columns =
        metric.columns().stream()
            .map(column -> column.name() + " " + column.type())
            .collect(Collectors.joining(", "));
    handle.execute(
        "create table %s (%s, is_final boolean, primary key (%s))"
            .formatted(metric.table(), columns, String.join(", ", metric.key())));
  }

  private static void insert(Metric metric, Iterator<@Nullable Object[]> rows) {
    String marks =
        Stream.generate(() -> "?")
            .limit(metric.columns().size() + 1L)
            .collect(Collectors.joining(", "));
    var batch =
        Holder.HANDLE.prepareBatch("insert into %s values (%s)".formatted(metric.table(), marks));
    rows.forEachRemaining(
        row -> {
          for (int i = 0; i < row.length; i++) {
            batch.bind(i, row[i]);
          }
          batch.add();
        });
    assertThat(batch.execute()).isNotEmpty();
  }

  /** Forty users, some regular and some not, a quiet first week, and two currencies. */
  private static History history() {
    Random random = new Random(11);
    Map<String, NavigableSet<LocalDate>> active = new HashMap<>();
    List<History.Signup> signups = new ArrayList<>();
    List<History.Cash> cash = new ArrayList<>();
    List<History.Segment> segments = new ArrayList<>();
    List<History.Moment> moments = new ArrayList<>();
    List<History.Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String user = "u" + i;
      LocalDate from = FIRST.plusDays(7 + random.nextInt(60));
      double often = 0.1 + random.nextDouble() * 0.8;
      NavigableSet<LocalDate> days = new TreeSet<>();
      for (LocalDate day : History.days(from, LAST)) {
        if (random.nextDouble() < often) {
          days.add(day);
        }
      }
      active.put(user, days);
      segments.add(new History.Segment(user, "country", i % 3 == 0 ? "de" : "us", null, null));
      signups.add(new History.Signup(user, from.atStartOfDay(ZoneOffset.UTC).toInstant(), from));
      String currency = i % 5 == 0 ? "JPY" : "USD";
      days.stream()
          .filter(day -> day.getDayOfMonth() % 9 == 5)
          .forEach(
              day -> {
                cash.add(cash(user, day, currency));
                attempts.addAll(attempts(user, day, currency));
                moments.add(moment(user, History.Moment.SUBSCRIPTION_CHARGE, day));
                moments.add(moment(user, "trained", day));
              });
    }
    int days = (int) ChronoUnit.DAYS.between(FIRST, LAST) + 1;
    List<History.Span> spans = RandomSpans.of(11, FIRST, days, List.copyOf(active.keySet()));
    return new History(
        FIRST,
        DayOfWeek.MONDAY,
        active,
        signups,
        cash,
        segments,
        moments,
        features(active),
        events(active),
        FUNNELS,
        spans,
        spans,
        attempts);
  }

  /** One feature that everybody comes back to, and one that is used on the tenth of a month. */
  private static List<History.FeatureUse> features(Map<String, NavigableSet<LocalDate>> active) {
    List<History.FeatureUse> features = new ArrayList<>();
    active.forEach(
        (user, days) -> {
          for (LocalDate day : days) {
            if (day.getDayOfMonth() % 3 == user.length() % 3) {
              features.add(new History.FeatureUse(user, "search", day, day.getDayOfMonth()));
            }
            if (day.getDayOfMonth() == 10) {
              features.add(new History.FeatureUse(user, "export", day, 1));
            }
          }
        });
    return features;
  }

  /** Who is active views something, most of them buy some hours later, and some cancel between. */
  private static List<History.Event> events(Map<String, NavigableSet<LocalDate>> active) {
    List<History.Event> events = new ArrayList<>();
    active.forEach(
        (user, days) -> {
          for (LocalDate day : days) {
            events.add(event(user, day, 9, "view"));
            if (day.getDayOfMonth() % 4 > 0) {
              events.add(event(user, day, 9 + user.length() * 3, "add"));
            }
            if (day.getDayOfMonth() % 5 > 1) {
              events.add(event(user, day, 20 + day.getDayOfMonth() % 3, "pay"));
            }
          }
        });
    return events;
  }

  private static History.Event event(String user, LocalDate day, int hour, String name) {
    return new History.Event(
        "%s %s %s".formatted(user, day, name),
        user,
        day.atTime(hour, 0).toInstant(ZoneOffset.UTC),
        day,
        name,
        null,
        null);
  }

  private static History.Moment moment(String user, String what, LocalDate day) {
    return new History.Moment(user, what, day.atTime(12, 0).toInstant(ZoneOffset.UTC), day);
  }

  /** Some pay at once, some at the second attempt, and some leave another invoice unpaid. */
  private static List<History.Attempt> attempts(String user, LocalDate day, String currency) {
    List<History.Attempt> attempts = new ArrayList<>();
    String invoice = user + " " + day;
    attempts.add(attempt(user, invoice, "succeeded", day, currency));
    int kind = Math.floorMod(user.hashCode(), 4);
    if (kind == 1) {
      attempts.add(attempt(user, invoice, "failed", day.minusDays(2), currency));
    } else if (kind == 2) {
      attempts.add(attempt(user, invoice + " too", "failed", day.minusDays(1), currency));
      attempts.add(attempt(user, invoice + " as well", "pending", day, currency));
    }
    return attempts;
  }

  private static History.Attempt attempt(
      String user, String invoice, String status, LocalDate day, String currency) {
    return new History.Attempt(
        invoice + " " + status,
        user,
        invoice,
        status,
        new BigDecimal("9.99"),
        currency,
        day.atTime(12, 0).toInstant(ZoneOffset.UTC),
        day);
  }

  private static History.Cash cash(String user, LocalDate day, String currency) {
    BigDecimal gross = new BigDecimal("9.99");
    BigDecimal refund = day.getDayOfMonth() == 14 ? BigDecimal.ONE : BigDecimal.ZERO;
    return new History.Cash(
        user, day, currency, gross, refund, gross.subtract(refund), BigDecimal.ZERO, 1);
  }
}
