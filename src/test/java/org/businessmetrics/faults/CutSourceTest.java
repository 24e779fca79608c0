package org.businessmetrics.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.demo.SampleCompany;
import org.businessmetrics.demo.SampleCompany.Parameters;
import org.businessmetrics.run.SameTables;
import org.businessmetrics.testing.FaultyLink;
import org.businessmetrics.testing.Pipeline;
import org.businessmetrics.testing.Survived;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose connection to the application is cut, later and later, until one passes. */
@Tag("faults")
class CutSourceTest {
  /** As {@link CutConnectionsTest}'s; most of the messages are rows, of which one is as another. */
  private static final int CUTS_A_DOUBLING = Integer.getInteger("source.cuts.a.doubling", 3);

  private static final Parameters COMPANY =
      new Parameters(100, 30, LocalDate.of(2026, 3, 31), ZoneOffset.UTC, 3);
  private static final String KEYS =
      """
      metrics: [active_users_daily, revenue_daily, subscriptions_daily, mrr_movements]
      """
          + Pipeline.SAMPLE_PRICES;

  @Test
  void whereverTheApplicationFallsSilentNothingOrAllIsPublished(@TempDir Path folder)
      throws Exception {
    DatabaseAddress application = TestDatabase.create();
    SampleCompany.fill(Path.of(""), application, COMPANY, step -> {});
    Pipeline undisturbed = over(application, folder.resolve("undisturbed"));
    undisturbed.night(COMPANY.instant());

    int cuts = 0;
    int pipelines = 0;
    try (FaultyLink link = new FaultyLink(application)) {
      Pipeline pipeline = over(link.to(application), folder.resolve("cut" + pipelines++));
      long message = 1;
      while (true) {
        link.cutAfter(message);
        boolean isPublished = isPublished(pipeline, "cut at message " + message);
        if (isPublished) {
          SameTables.assertSame(pipeline, undisturbed);
        } else {
          assertThat(pipeline.rows("select day from metrics.days"))
              .as("cut at message %d", message)
              .isEmpty();
        }
        if (!link.hasCut()) {
          break;
        }
        if (isPublished) {
          pipeline = over(link.to(application), folder.resolve("cut" + pipelines++));
        }
        cuts++;
        message += Math.max(1, message / CUTS_A_DOUBLING);
      }
    }
    assertThat(cuts).isGreaterThan(10);
    Survived.count("cuts of the application's connection", cuts);
  }

  @Test
  void aServerRestartedUnderTheReadsIsNobodysFault(@TempDir Path folder) throws Exception {
    DatabaseAddress application = TestDatabase.create();
    SampleCompany.fill(Path.of(""), application, COMPANY, step -> {});
    Pipeline undisturbed = over(application, folder.resolve("undisturbed"));
    undisturbed.night(COMPANY.instant());

    Pipeline pipeline = over(application, folder.resolve("restarted"));
    TestDatabase.keepWhatIsCommitted(pipeline.database());
    List<String> steps = List.of("contract", "read");
    for (String step : steps) {
      pipeline.before(step, () -> TestDatabase.restart(application));
      assertThat(isPublished(pipeline, "restart at " + step)).as("restart at " + step).isFalse();
      assertThat(pipeline.rows("select day from metrics.days")).isEmpty();
    }
    pipeline.night(COMPANY.instant());
    SameTables.assertSame(pipeline, undisturbed);
    Survived.count("restarts under the reads of the application", steps.size());
  }

  private static Pipeline over(DatabaseAddress application, Path folder) {
    return Pipeline.overPostgres(folder, application, KEYS);
  }

  /** A cut is nobody's fault: the next tick tries again. */
  private static boolean isPublished(Pipeline pipeline, String fault) {
    try {
      pipeline.night(COMPANY.instant());
      return true;
    } catch (Failure e) {
      assertThat(e.exitCode()).as("%s: %s", fault, e).isEqualTo(ExitCode.TRY_AGAIN);
      return false;
    }
  }
}
