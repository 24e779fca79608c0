package org.businessmetrics.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** A large application's database, and what the first run and the nights after it take. */
final class BenchedRuns {
  private final Pipeline pipeline;
  private final DatabaseAddress app;
  private final Map<String, Long> parameters;

  /**
   * Fills the application's tables.
   *
   * @param company the resource that does it
   * @param parameters of that and of the textbook's SQL
   * @param keys of the job, besides its name and source
   */
  BenchedRuns(Path folder, String company, Map<String, Long> parameters, String keys)
      throws SQLException, IOException {
    this.parameters = parameters;
    this.app = TestDatabase.create();
    try (Connection connection = TestDatabase.connect(app);
        Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(Path.of("sql/demo/numerai.sql")));
      statement.execute(resource(company));
      statement.execute(Files.readString(Path.of("sql/demo/numerai-indexes.sql")));
    }
    this.pipeline =
        new Pipeline(
            Path.of(""),
            folder,
            "name: bench\nsource: {kind: postgresql, path: sql/sources/numerai}\n" + keys,
            Optional.of(app));
  }

  Pipeline pipeline() {
    return pipeline;
  }

  /**
   * Prints what the first run takes, and each of the nights after it; of the later half of them
   * also the median, from a process that is warm.
   *
   * @param peer what the same took by textbook
   */
  void print(Instant firstNow, int nights, Optional<Duration> peer) throws IOException {
    LiveHeap heap = LiveHeap.watch();
    print("first run, all metrics", timed(() -> night(firstNow)), peer);
    printSteps();
    List<Duration> each = new ArrayList<>();
    for (int n = 1; n <= nights; n++) {
      Instant now = firstNow.plus(Duration.ofDays(n));
      each.add(timed(() -> night(now)));
      print("a night, all metrics", each.get(n - 1), peer);
    }
    List<Duration> later = each.subList(nights / 2, nights).stream().sorted().toList();
    if (!later.isEmpty()) {
      print("median of the last %d".formatted(later.size()), later.get(later.size() / 2), peer);
    }
    if (nights > 0) {
      printSteps();
    }
    System.out.printf(
        "heap that a collection left in use at most %,d MB of %,d; the process at most %s%n",
        heap.most() >> 20, Runtime.getRuntime().maxMemory() >> 20, peakOfProcess());
  }

  /** Runs textbook SQL in the application's database, and prints what it took. */
  Duration textbook(String resource, List<String> into) throws IOException, SQLException {
    long began = System.nanoTime();
    try (Connection connection = TestDatabase.connect(app);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(resource(resource))) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(result.getString(column));
        }
        into.add(String.join("|", row));
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    print("textbook SQL in PostgreSQL", took, Optional.of(took));
    return took;
  }

  /** As in production: the tests' pipeline is tuned for a handful of rows. */
  private void night(Instant now) {
    RunOptions undrawn =
        new RunOptions(List.of(), false, Cause.LATE_DATA, Ending.PUBLISH, Attendance.ATTENDED);
    new NightlyRun(pipeline.at(now), Progress.NONE).execute(new Request.Nightly(), undrawn);
  }

  private String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("/bench/" + name))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, Long> parameter : parameters.entrySet()) {
        text = text.replace("{" + parameter.getKey() + "}", parameter.getValue().toString());
      }
      return text;
    }
  }

  private void printSteps() throws IOException {
    pipeline.rows(resource("steps.sql")).forEach(System.out::println);
  }

  private static Duration timed(Runnable work) {
    long began = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static String peakOfProcess() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> line.substring("VmHWM:".length()).strip())
        .findFirst()
        .orElse("?");
  }

  private static void print(String what, Duration took, Optional<Duration> peer) {
    String ratio =
        peer.map(
                textbook ->
                    "   %5.2f of textbook"
                        .formatted(took.toMillis() / (double) Math.max(1, textbook.toMillis())))
            .orElse("");
    System.out.printf("%-30s %7.1f s%s%n", what, took.toMillis() / 1000.0, ratio);
  }
}
