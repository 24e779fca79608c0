package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.run.Company.Attempt;
import org.businessmetrics.run.Company.Payment;
import org.businessmetrics.run.Company.Subscribed;
import org.businessmetrics.run.Company.Visit;
import org.businessmetrics.testing.Pipeline;
import org.businessmetrics.testing.Survived;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the definitions say must hold is broken in a night's rows, one invariant at a time: the
 * night is refused and names it, and yesterday's figures stand. Unbroken, the same night is
 * published.
 */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokenInvariantsTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 2, 3);
  private static final LocalDate YESTERDAY = LocalDate.of(2026, 3, 14);

  /** A Sunday: with the lookback, a night computes the ends of two weeks. */
  private static final LocalDate TONIGHT = YESTERDAY.plusDays(1);

  /** Metrics of one job, and the relations that its source has: few enough for quick nights. */
  private enum Job {
    ACTIVITY(
        "active_users_daily, active_users_calendar, activity_gaps_daily", "accounts, activity"),
    USERS(
        "active_users_daily, retention_cohorts, retention_on_or_after, conversion_cohorts,"
            + " feature_usage_daily, funnel_steps",
        "accounts, activity, payments, events, funnels"),
    MONEY(
        "revenue_daily, payments_daily, subscriptions_daily, mrr_movements",
        "accounts, activity, payments, payment_attempts, subscriptions");

    private final String metrics;
    private final String relations;

    Job(String metrics, String relations) {
      this.metrics = metrics;
      this.relations = relations;
    }

    static Job of(String check) {
      String metric = check.substring(0, check.indexOf('.'));
      return Stream.of(values())
          .filter(job -> job.metrics.contains(metric))
          .findFirst()
          .orElseThrow();
    }
  }

  private final Path folder;
  private final Company company = Company.in(ZoneOffset.UTC);
  private final Map<Job, Pipeline> pipelines = new EnumMap<>(Job.class);
  private final Map<Job, Map<String, List<String>>> yesterday = new EnumMap<>(Job.class);
  private int refused;

  BrokenInvariantsTest(@TempDir Path folder) {
    this.folder = folder;
    for (String user : List.of("ann", "bob", "cem", "eve")) {
      company.account(user, FIRST).active(user, FIRST);
    }
    company.account("dan", TONIGHT.minusDays(2)).active("dan", TONIGHT.minusDays(2));
    company.active("cem", TONIGHT.minusDays(2));
    for (LocalDate day = FIRST.plusDays(1); !day.isAfter(TONIGHT); day = day.plusDays(1)) {
      company.visit(new Visit("ann", company.noon(day), "visit", "search"), 0);
      company.did("ann", "view", day).charge("ann", day, "10.00");
      if (day.getDayOfMonth() % 3 > 0) {
        company.active("bob", day).did("ann", "pay", day);
        attempt("ann", day, "succeeded");
        attempt("bob", day, "failed");
      }
    }
    company.funnels("buy,1,view,72,", "buy,2,pay,72,");
    company
        .subscribed(new Subscribed("s1", "ann", company.noon(FIRST)), 0)
        .subscribed(new Subscribed("s2", "bob", company.noon(TONIGHT.minusDays(3))), 0);
  }

  private void attempt(String user, LocalDate day, String status) {
    company.attempt(
        new Attempt(
            user + day, user, null, company.noon(day), company.noon(day), status, "10.00", "USD"),
        0);
  }

  /** One statement an invariant, over what is staged of the check's table. */
  @ParameterizedTest
  @Order(1)
  @CsvSource(
      delimiter = '|',
      value = {
        "active_users_daily.key_is_unique|insert into staged select * from staged where day = '2026-03-15'",
        "active_users_daily.key_is_known|update staged set segment_value = null where segment = 'all' and day = '2026-03-15'",
        "active_users_daily.no_day_is_missing|delete from staged where day = '2026-03-12'",
        "active_users_daily.windows_nest|update staged set dau = wau + 1 where segment = 'country' and day = '2026-03-15'",
        "active_users_daily.windows_nest|update staged set mau = mau_28 - 1 where day = '2026-03-15'",
        "active_users_daily.lifecycle_adds_up|update staged set new_users = new_users + 1 where day = '2026-03-15'",
        "active_users_daily.lifecycle_follows_day_before|update staged set dormant_users = dormant_users + 1 where day = '2026-03-15'",
        "active_users_daily.segments_add_up|update staged set mau = mau + 1 where segment = 'country' and day = '2026-03-15'",
        "active_users_calendar.lifecycle_adds_up|update staged set resurrected_users = resurrected_users + 1 where period_end = '2026-03-15'",
        "active_users_calendar.lifecycle_follows_period_before|update staged set dormant_users = dormant_users + 1 where period_end = '2026-03-15'",
        "active_users_calendar.no_missing_period|delete from staged where period_end = '2026-03-08'",
        "activity_gaps_daily.gaps_add_up_to_dau|update staged set users = users + 1 where day = '2026-03-15'",
        "activity_gaps_daily.window_holds_mau|update staged set gap_days = 25 where day = '2026-03-13' and gap_days > 25",
        "retention_cohorts.retained_within_cohort|update staged set retained = cohort_size + 1 where period_end = '2026-03-15'",
        "retention_on_or_after.never_rises|update staged set retained = cohort_size, rate = 1 where cohort_start = '2026-02-03' and period = 2",
        "conversion_cohorts.converted_within_cohort|update staged set converted = cohort_size + 1",
        "feature_usage_daily.users_are_active|update staged set users_30d = users_30d + 5",
        "funnel_steps.users_never_rise|update staged set users = users + 1 where step = 2",
        "revenue_daily.net_adds_up|update staged set net = net + 0.0000000001 where day = '2026-03-15'",
        "revenue_daily.no_missing_day|delete from staged where day = '2026-03-12'",
        "payments_daily.attempts_add_up|update staged set failed = failed + 1 where day = '2026-03-15'",
        "mrr_movements.movements_add_up|update staged set closing_mrr = closing_mrr + 0.0000000001 where period_end = '2026-03-15'",
        "mrr_movements.customers_add_up|update staged set new_customers = new_customers + 1 where period_end = '2026-03-15'",
        "mrr_movements.opening_is_the_closing_before|update staged set opening_mrr = opening_mrr + 1, contraction_mrr = contraction_mrr + 1 where period_start = '2026-03-07'",
        "mrr_movements.plans_add_up|update staged set expansion_mrr = 1, contraction_mrr = 1 where plan = 'all' and period_end = '2026-03-15'",
        "mrr_movements.no_missing_period|delete from staged where grain = 'day' and period_start = '2026-03-12'",
        "subscriptions_daily.plans_add_up|update staged set committed_mrr = committed_mrr - 1 where plan = 'all' and day = '2026-03-15'",
      })
  void refusesTheNight(String check, String statement) {
    Job job = Job.of(check);
    Pipeline pipeline = publishedThroughYesterday(job);
    pipeline.before(
        "check", () -> TestDatabase.execute(pipeline.database(), over(pipeline, check, statement)));

    Failure failure =
        catchThrowableOfType(Failure.class, () -> pipeline.night(company.nightOf(TONIGHT)));

    assertThat(failure).isNotNull();
    assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(failure).hasMessageStartingWith("Check %s failed for ".formatted(check));
    assertThat(pipeline.tables()).isEqualTo(yesterday.get(job));
    refused++;
  }

  @AfterAll
  void count() {
    Survived.count("nights whose rows broke what must hold", refused);
  }

  @Test
  @Order(2)
  void publishesTheSameNightOnceNothingIsBroken() {
    for (Job job : Job.values()) {
      Pipeline pipeline = publishedThroughYesterday(job);
      pipeline.night(company.nightOf(TONIGHT));
      assertThat(pipeline.rows("select max(day) from metrics.days"))
          .as("%s", job)
          .containsExactly(TONIGHT.toString());
    }
  }

  /** Days that stand count a forgotten user still, and may lack what a refund gives back. */
  @Test
  @Order(3)
  void warnsOnlyOfWhatACorrectSourceCanTell() {
    LocalDate next = TONIGHT.plusDays(1);
    company.active("ann", next);
    company.payment(
        new Payment(
            "back", "ann", null, company.noon(next), "refund", "succeeded", "1000.00", "USD"),
        0);
    Pipeline activity = publishedThroughYesterday(Job.ACTIVITY);
    Pipeline money = publishedThroughYesterday(Job.MONEY);
    write(Job.ACTIVITY, next);
    write(Job.MONEY, next);
    new Forgetting(activity.at(company.nightOf(TONIGHT).plusSeconds(3600))).forget("bob", false);

    activity.night(company.nightOf(next));
    money.night(company.nightOf(next));

    assertThat(failed(Job.ACTIVITY, next)).contains("activity_gaps_daily.window_equals_mau");
    assertThat(failed(Job.MONEY, next))
        .containsExactly("revenue_daily.refunds_within_gross_to_date");
  }

  private List<String> failed(Job job, LocalDate day) {
    return publishedThroughYesterday(job)
        .rows(
            "select check_name from pipeline.check_results join pipeline.runs using (run_id)"
                + " where not passed and state = 'published' and runs.last_day = '%s'"
                    .formatted(day));
  }

  private Pipeline publishedThroughYesterday(Job job) {
    return pipelines.computeIfAbsent(
        job,
        any -> {
          write(job, YESTERDAY);
          Pipeline pipeline =
              Pipeline.overCsv(
                  folder.resolve(job.name()),
                  sourceOf(job),
                  "lookback_days: 8\nsegments: [segment_country]\nmetrics: [%s]\n"
                      .formatted(job.metrics));
          pipeline.night(company.nightOf(YESTERDAY));
          yesterday.put(job, pipeline.tables());
          write(job, TONIGHT);
          return pipeline;
        });
  }

  private Path sourceOf(Job job) {
    return folder.resolve(job.name() + "-source");
  }

  private void write(Job job, LocalDate night) {
    company.write(sourceOf(job), night);
    try (Stream<Path> files = Files.list(sourceOf(job))) {
      List<String> given = List.of(job.relations.split(", "));
      for (Path file : files.toList()) {
        if (!given.contains(file.getFileName().toString().replace(".csv", ""))) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String over(Pipeline pipeline, String check, String statement) {
    String metric = check.substring(0, check.indexOf('.'));
    List<String> staged =
        pipeline.rows(
            "select format('pipeline.%%I', tablename) from pg_tables where tablename ~ '^stage_[0-9a-f]{8}_%s$'"
                .formatted(metric));
    assertThat(staged).hasSize(1);
    return statement.replace("staged", staged.get(0));
  }
}
