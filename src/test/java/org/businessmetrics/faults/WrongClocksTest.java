package org.businessmetrics.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.demo.SampleCompany;
import org.businessmetrics.demo.SampleCompany.Parameters;
import org.businessmetrics.plan.Request;
import org.businessmetrics.run.Outcome;
import org.businessmetrics.run.SameTables;
import org.businessmetrics.testing.Pipeline;
import org.businessmetrics.testing.Survived;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines whose clock is wrong, over an application whose server's clock is right. */
@Tag("faults")
class WrongClocksTest {
  private static final String KEYS =
      """
      settling: 0s
      metrics: [active_users_daily, revenue_daily, subscriptions_daily, mrr_movements]
      """
          + Pipeline.SAMPLE_PRICES;

  @SuppressWarnings("NullAway.Init")
  private static Instant now;

  @SuppressWarnings("NullAway.Init")
  private static LocalDate today;

  @SuppressWarnings("NullAway.Init")
  private static DatabaseAddress application;

  @SuppressWarnings("NullAway.Init")
  private static Pipeline undisturbed;

  private final Path folder;

  WrongClocksTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void publishByTheRightClock(@TempDir Path folder) throws Exception {
    now = Instant.now();
    today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    application = TestDatabase.create();
    Parameters company = new Parameters(100, 30, today.minusDays(1), ZoneOffset.UTC, 3);
    SampleCompany.fill(Path.of(""), application, company, step -> {});
    undisturbed = Pipeline.overPostgres(folder.resolve("undisturbed"), application, KEYS);
    undisturbed.byClock(at(now), new Request.Nightly());
    assertThat(undisturbed.rows("select max(day) from metrics.days"))
        .containsExactly(today.minusDays(1).toString());
  }

  @Test
  void oneThatRunsAheadPublishesNoDayThatIsNotOver() {
    Pipeline pipeline = Pipeline.overPostgres(folder.resolve("ahead"), application, KEYS);
    List<Duration> ahead = List.of(Duration.ofDays(2), Duration.ofDays(40), Duration.ofDays(4000));
    for (Duration each : ahead) {
      assertRefused(pipeline, now.plus(each), new Request.Nightly());
      assertRefused(pipeline, now.plus(each), new Request.ThroughDay(today.plusDays(1)));
    }
    pipeline.byClock(at(now), new Request.Nightly());
    SameTables.assertSame(pipeline, undisturbed);
    Survived.count("clocks that ran ahead", ahead.size());
  }

  private static void assertRefused(Pipeline pipeline, Instant clock, Request request) {
    assertThatThrownBy(() -> pipeline.byClock(at(clock), request))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.TRY_AGAIN))
        .hasMessageContaining("this machine's clock is ahead");
  }

  @Test
  void oneThatIsSetBackFindsNothingToDo() {
    Map<String, List<String>> published = undisturbed.tables();
    List<Duration> back = List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(400));
    for (Duration each : back) {
      Outcome outcome = undisturbed.byClock(at(now.minus(each)), new Request.Nightly());
      assertThat(outcome.published()).isEmpty();
      assertThat(undisturbed.tables()).isEqualTo(published);
    }
    assertThat(undisturbed.byClock(at(now), new Request.Nightly()).published()).isEmpty();
    Survived.count("clocks set back", back.size());
  }

  /** Each time somebody looks at it, it is up to four days off. */
  @Test
  void oneThatJumpsWhileNightsRunPublishesNothingButDaysThatAreOver() {
    int jumpers = 3;
    for (int seed = 0; seed < jumpers; seed++) {
      Pipeline pipeline =
          Pipeline.overPostgres(folder.resolve("jumping" + seed), application, KEYS);
      Random jumps = new Random(seed);
      int fourDays = (int) Duration.ofDays(4).toSeconds();
      InstantSource jumping = () -> now.plusSeconds(jumps.nextInt(-fourDays, fourDays));
      for (int tick = 0; tick < 3; tick++) {
        try {
          pipeline.byClock(jumping.withZone(ZoneOffset.UTC), new Request.Nightly());
        } catch (Failure e) {
          assertThat(e.exitCode()).as(e.toString()).isEqualTo(ExitCode.TRY_AGAIN);
        }
        assertThat(pipeline.rows("select day from metrics.days where day >= '%s'".formatted(today)))
            .isEmpty();
      }
      pipeline.byClock(at(now), new Request.Nightly());
      SameTables.assertSame(pipeline, undisturbed);
    }
    Survived.count("clocks that jump", jumpers);
  }

  private static Clock at(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }
}
