package org.businessmetrics.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first run over a large history of activity and ordinary nights after it, against textbook SQL
 * on the same rows: {@code mvn test -P bench -Dtest=NightBench -Dbench.users=1000000
 * -Dbench.rows=5000000 -Dbench.days=60}. The last {@code -Dbench.nights=1} of the days are the
 * nights'. With {@code -Dbench.peer=false} without the textbook, which takes long.
 *
 * <p>{@code -Dspark.driver.maxResultSize=8m} fails a run that collects as much as the users' ids.
 */
class NightBench {
  private final long users = Long.getLong("bench.users", 1_000_000);
  private final long rows = Long.getLong("bench.rows", 5_000_000);
  private final long days = Long.getLong("bench.days", 60);
  private final int nights = Integer.getInteger("bench.nights", 1);
  private final boolean peer = Boolean.parseBoolean(System.getProperty("bench.peer", "true"));

  @Test
  void printsHowLongTheFirstRunAndANightTake(@TempDir Path folder) throws Exception {
    System.out.printf("%,d users, %,d rows, %d days%n", users, rows, days);
    BenchedRuns runs =
        new BenchedRuns(
            folder,
            "company.sql",
            Map.of("users", users, "rows", rows, "days", days),
            "range_days: 100\n");
    List<String> expected = new ArrayList<>();
    Optional<Duration> textbook =
        peer ? Optional.of(runs.textbook("textbook.sql", expected)) : Optional.empty();
    runs.print(
        Instant.parse("2026-04-01T06:00:00Z").minus(Duration.ofDays(nights)), nights, textbook);
    if (peer) {
      assertThat(
              runs.pipeline()
                  .rows(
                      "select day, dau, wau, mau from metrics.active_users_daily where segment = 'all' order by 1"))
          .isEqualTo(expected);
    }
  }
}
