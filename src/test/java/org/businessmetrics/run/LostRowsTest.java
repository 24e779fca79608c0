package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.plan.Request;
import org.businessmetrics.publish.Cause;
import org.businessmetrics.testing.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that has lost rows of days that are final. */
class LostRowsTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 2, 20);
  private static final LocalDate SECOND = FIRST.plusDays(1);
  private static final LocalDate LAST = FIRST.plusDays(7);

  @Test
  void areNoCorrectionUnlessSomebodySaysSo(@TempDir Path folder) {
    Path source = folder.resolve("source");
    Pipeline pipeline =
        Pipeline.overCsv(
            folder.resolve("nights"),
            source,
            """
            lookback_days: 3
            metrics:
              - active_users_daily
            """);
    company().active("bob", SECOND).write(source, LAST);
    Instant now = company().nightOf(LAST);
    pipeline.night(now);
    Map<String, List<String>> whole = pipeline.tables();

    company().write(source, LAST);
    Failure failure =
        catchThrowableOfType(
            Failure.class, () -> pipeline.backfill(SECOND, SECOND.plusDays(1), now));

    assertThat(failure).isNotNull();
    assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(failure)
        .hasMessage(
            "The source has 1 rows of user_day for %s, which is final; the facts have 2. Nothing was published. If the rows are gone for good: --accept-loss"
                .formatted(SECOND));
    assertThat(pipeline.tables()).isEqualTo(whole);

    pipeline.execute(
        now,
        new Request.Backfill(SECOND, SECOND.plusDays(1)),
        new RunOptions(List.of(), true, Cause.REQUESTED, Ending.PUBLISH, Attendance.ATTENDED));
    assertThat(
            pipeline.rows(
                "select old_value, new_value, cause from metrics.restatements"
                    + " where table_name = 'active_users_daily' and column_name = 'dau'"
                    + " and key ->> 'day' = '%s'".formatted(SECOND)))
        .containsExactly("2|1|source_correction");
  }

  private static Company company() {
    return Company.in(ZoneOffset.UTC)
        .account("ann", FIRST)
        .account("bob", FIRST)
        .active("ann", FIRST, SECOND, SECOND.plusDays(1), LAST)
        .active("bob", FIRST, LAST);
  }
}
