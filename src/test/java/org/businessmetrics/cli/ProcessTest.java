package org.businessmetrics.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.businessmetrics.testing.MetricsProcess;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as cron starts it: a process of its own, with nothing but its own words to say. */
class ProcessTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private record Ended(int code, String out, String err) {}

  @Test
  void saysItsOwnWordsOnlyAndStartsNoSparkForNothing() throws Exception {
    Path csv = folder.resolve("csv");
    Shop.write(csv);
    Files.delete(csv.resolve("payments.csv"));
    Terminal terminal =
        new Terminal(
                Path.of(""), folder, "name: test\nsource: {kind: csv, path: '%s'}\n".formatted(csv))
            .database(TestDatabase.create());

    Ended night = start(terminal, "run", "--now", "2026-01-04T06:00:00Z", "--quiet");
    assertThat(night.err()).isEmpty();
    assertThat(night.out()).isEmpty();
    assertThat(night.code()).isZero();

    Path log = folder.resolve("output/logs/metrics.log");
    assertThat(lines(log))
        .filteredOn(line -> line.get("level").asText().equals("WARNING"))
        .filteredOn(line -> line.get("logger").asText().startsWith("org.businessmetrics"))
        .anySatisfy(
            line -> {
              assertThat(line.get("message").asText())
                  .isEqualTo("revenue_daily is not computed: the source does not give payments");
              assertThat(line.get("run_id").asText()).isNotBlank();
            });

    Path figures = folder.resolve("output/reports/business-metrics-2026-01-03.csv");
    Files.delete(figures);
    Ended late = start(terminal, "run", "--now", "2026-01-04T07:00:00Z");
    assertThat(late.out())
        .startsWith("Nothing is due, but the report of 2026-01-03 was missing. Report: ");
    assertThat(late.code()).isZero();
    assertThat(figures).exists();

    Ended again = start(terminal, "run", "--now", "2026-01-04T08:00:00Z");
    assertThat(again.out().lines()).containsExactly("Nothing is due.");
    assertThat(again.err()).isEmpty();
    assertThat(again.code()).isZero();
    List<String> loaded = Files.readAllLines(folder.resolve("classes.txt"));
    assertThat(loaded).anyMatch(line -> line.contains("org.businessmetrics.run.NightlyRun "));
    assertThat(loaded)
        .noneMatch(line -> line.contains("org.apache.spark.SparkContext "))
        .noneMatch(line -> line.contains("org.apache.spark.sql.classic.SparkSession "));
  }

  private Ended start(Terminal terminal, String command, String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of(command, "--job", terminal.job().toString()));
    line.addAll(List.of(arguments));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    int code =
        MetricsProcess.of(
                terminal.variables(),
                List.of("-Xmx1g", "-Xlog:class+load:file=" + folder.resolve("classes.txt")),
                line.toArray(String[]::new))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    String said =
        Files.readString(err)
            // What Java itself says of the tests' own options.
            .replaceAll("(?m)^WARNING: Using incubator modules.*\\R", "");
    return new Ended(code, Files.readString(out), said);
  }

  private static List<JsonNode> lines(Path log) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (Stream<String> all = Files.lines(log)) {
      for (String line : all.toList()) {
        lines.add(new JsonMapper().readTree(line));
      }
    }
    return lines;
  }
}
