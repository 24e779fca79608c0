package org.businessmetrics.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggingTest {
  private final Path directory;

  LoggingTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void writesOneJsonObjectALineWithTheIdsThatBelongToIt() throws Exception {
    List<JsonNode> lines =
        log(
            context -> {
              ThreadContext.put("run_id", "4f1c");
              ThreadContext.put("step", "publish");
              ThreadContext.put("day", "2026-11-22");
              context.getLogger("org.businessmetrics.run").info("Published \"{}\" rows", 7);
            });
    assertThat(lines).hasSize(1);
    JsonNode line = lines.get(0);
    assertThat(line.properties().stream().map(entry -> entry.getKey()))
        .containsExactly("timestamp", "level", "logger", "message", "run_id", "step", "day");
    assertThat(line.get("timestamp").asText()).endsWith("Z");
    assertThat(Instant.parse(line.get("timestamp").asText()))
        .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
    assertThat(line.get("level").asText()).isEqualTo("INFO");
    assertThat(line.get("logger").asText()).isEqualTo("org.businessmetrics.run");
    assertThat(line.get("message").asText()).isEqualTo("Published \"7\" rows");
    assertThat(line.get("run_id").asText()).isEqualTo("4f1c");
    assertThat(line.get("day").asText()).isEqualTo("2026-11-22");
  }

  @Test
  void namesLevelsAsTheMonitoringExpectsThem() throws Exception {
    List<JsonNode> lines =
        log(
            context -> {
              context.getLogger("org.businessmetrics.run").warn("one");
              context.getLogger("org.businessmetrics.run").fatal("two");
              context.getLogger("org.businessmetrics.run").log(Level.ERROR, "three");
            });
    assertThat(lines)
        .extracting(line -> line.get("level").asText())
        .containsExactly("WARNING", "ERROR", "ERROR");
    assertThat(lines.get(0).has("run_id")).isFalse();
  }

  @Test
  void keepsTheStackTraceInTheSameLine() throws Exception {
    List<JsonNode> lines =
        log(
            context ->
                context
                    .getLogger("org.businessmetrics.run")
                    .error("Broken", new IllegalStateException("the cause")));
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).get("exception").asText())
        .contains("IllegalStateException: the cause")
        .contains("LoggingTest");
    assertThat(lines.get(0).get("message").asText()).isEqualTo("Broken");
  }

  @Test
  void keepsWhatLibrariesChatAboutOut() throws Exception {
    List<JsonNode> lines =
        log(
            context -> {
              context.getLogger("org.apache.spark.SparkContext").info("Running Spark");
              context.getLogger("org.apache.spark.SparkContext").warn("Disk is slow");
              context.getLogger("org.businessmetrics.run").debug("detail");
            });
    assertThat(lines)
        .extracting(line -> line.get("message").asText())
        .containsExactly("Disk is slow");
  }

  /**
   * Logs under the shipped configuration, into a file of the test; nothing reaches the terminal.
   */
  private List<JsonNode> log(Consumer<LoggerContext> events) throws Exception {
    Path file = directory.resolve("logs/metrics.log");
    String before = System.getProperty("metrics.log.path");
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    PrintStream captured = new PrintStream(terminal, true, StandardCharsets.UTF_8);
    System.setProperty("metrics.log.path", file.toString());
    System.setOut(captured);
    System.setErr(captured);
    try (LoggerContext context =
        new LoggerContext("test", null, Path.of("src/main/resources/log4j2.xml").toUri())) {
      context.start();
      assertThat(file).doesNotExist();
      events.accept(context);
    } finally {
      ThreadContext.clearAll();
      System.setOut(out);
      System.setErr(err);
      if (before == null) {
        System.clearProperty("metrics.log.path");
      } else {
        System.setProperty("metrics.log.path", before);
      }
    }
    assertThat(terminal.toString(StandardCharsets.UTF_8)).isEmpty();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(new JsonMapper().readTree(line));
    }
    return lines;
  }
}
