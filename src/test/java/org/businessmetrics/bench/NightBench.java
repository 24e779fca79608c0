package org.businessmetrics.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.plan.Request;
import org.businessmetrics.publish.Cause;
import org.businessmetrics.run.Attendance;
import org.businessmetrics.run.Ending;
import org.businessmetrics.run.NightlyRun;
import org.businessmetrics.run.Progress;
import org.businessmetrics.run.RunOptions;
import org.businessmetrics.testing.Pipeline;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first run over a large history and ordinary nights after it, against textbook SQL on the same
 * rows: {@code mvn test -Dtest=NightBench -Dbench.users=1000000 -Dbench.rows=5000000
 * -Dbench.days=60}. The last {@code -Dbench.nights=1} of the days are the nights'; of several, the
 * later are told as a median, from a process that is warm. With {@code -Dbench.peer=false} without
 * the textbook, which takes long.
 *
 * <p>{@code -Dspark.driver.maxResultSize=8m} fails a run that collects as much as the users' ids.
 */
class NightBench {
  private final long users = Long.getLong("bench.users", 1_000_000);
  private final long rows = Long.getLong("bench.rows", 5_000_000);
  private final int days = Integer.getInteger("bench.days", 60);
  private final int nights = Integer.getInteger("bench.nights", 1);
  private final boolean peer = Boolean.parseBoolean(System.getProperty("bench.peer", "true"));

  @Test
  void printsHowLongTheFirstRunAndANightTake(@TempDir Path folder) throws Exception {
    DatabaseAddress app = TestDatabase.create();
    try (Connection connection = TestDatabase.connect(app);
        Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(Path.of("sql/demo/numerai.sql")));
      statement.execute(resource("company.sql"));
      statement.execute(Files.readString(Path.of("sql/demo/numerai-indexes.sql")));
    }
    System.out.printf("%,d users, %,d rows, %d days%n", users, rows, days);

    Pipeline pipeline =
        new Pipeline(
            Path.of(""),
            folder,
            "name: bench\nrange_days: 100\nsource: {kind: postgresql, path: sql/sources/numerai}\n",
            Optional.of(app));
    LiveHeap heap = LiveHeap.watch();
    Instant now = Instant.parse("2026-04-01T06:00:00Z").minus(Duration.ofDays(nights));
    Duration first = timed(() -> night(pipeline, now));
    System.out.printf("first run %.1f s%n", seconds(first));
    List<Duration> each = new ArrayList<>();
    for (int n = 1; n <= nights; n++) {
      Instant next = now.plus(Duration.ofDays(n));
      each.add(timed(() -> night(pipeline, next)));
      System.out.printf("a night %.1f s%n", seconds(each.get(n - 1)));
    }
    Duration night = median(each.subList(nights / 2, nights));
    System.out.printf("median of the last %d %.1f s%n", nights - nights / 2, seconds(night));
    pipeline.rows(resource("steps.sql")).forEach(System.out::println);
    System.out.printf(
        "heap that a collection left in use at most %,d MB of %,d; the process at most %s%n",
        heap.most() >> 20, Runtime.getRuntime().maxMemory() >> 20, peakOfProcess());
    if (!peer) {
      return;
    }
    List<String> expected = new ArrayList<>();
    Duration textbook = timed(() -> textbook(app, expected));

    print("first run, all metrics", first, textbook);
    print("a night, all metrics", night, textbook);
    print("textbook DAU, WAU, MAU in PostgreSQL", textbook, textbook);
    assertThat(
            pipeline.rows(
                "select day, dau, wau, mau from metrics.active_users_daily where segment = 'all' order by 1"))
        .isEqualTo(expected);
  }

  /** As in production: the tests' pipeline is tuned for a handful of rows. */
  private static void night(Pipeline pipeline, Instant now) {
    RunOptions undrawn =
        new RunOptions(List.of(), false, Cause.LATE_DATA, Ending.PUBLISH, Attendance.ATTENDED);
    new NightlyRun(pipeline.at(now), Progress.NONE).execute(new Request.Nightly(), undrawn);
  }

  private void textbook(DatabaseAddress app, List<String> into) {
    try (Connection connection = TestDatabase.connect(app);
        Statement statement = connection.createStatement();
        var result = statement.executeQuery(resource("textbook.sql"))) {
      while (result.next()) {
        into.add(
            "%s|%d|%d|%d"
                .formatted(
                    result.getString(1), result.getLong(2), result.getLong(3), result.getLong(4)));
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("/bench/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("{users}", Long.toString(users))
          .replace("{rows}", Long.toString(rows))
          .replace("{days}", Integer.toString(days));
    }
  }

  private static Duration timed(Runnable work) {
    long began = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static Duration median(List<Duration> durations) {
    return durations.stream().sorted().toList().get(durations.size() / 2);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static String peakOfProcess() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> line.substring("VmHWM:".length()).strip())
        .findFirst()
        .orElse("?");
  }

  private static void print(String what, Duration took, Duration peer) {
    System.out.printf(
        "%-40s %7.1f s   %5.2f of textbook%n",
        what, seconds(took), took.toMillis() / (double) Math.max(1, peer.toMillis()));
  }
}
