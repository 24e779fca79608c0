package org.businessmetrics.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.businessmetrics.cli.Terminal.Answer;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command over one small company: two nights, of which the second restates the first. */
class CommandsTest {
  private static final String FIRST_NIGHT = "2026-01-06T06:00:00Z";
  private static final String SECOND_NIGHT = "2026-01-07T06:00:00Z";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Terminal terminal;

  @SuppressWarnings("NullAway.Init")
  private static Answer first;

  @SuppressWarnings("NullAway.Init")
  private static Answer second;

  @BeforeAll
  static void runTwoNights() {
    Path csv = folder.resolve("csv");
    Shop.write(csv);
    DatabaseAddress database = TestDatabase.create();
    terminal =
        new Terminal(
                Path.of(""), folder, "name: test\nsource: {kind: csv, path: '%s'}\n".formatted(csv))
            .database(database);
    first = terminal.job("run", "--now", FIRST_NIGHT);
    Shop.writeLateRow(csv);
    second = terminal.job("run", "--now", SECOND_NIGHT, "--json", "--quiet");
  }

  @Test
  void runSaysInOneLineWhatItDid() {
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out().lines())
        .containsExactly(
            "Published 2026-01-01 … 2026-01-05. Report: "
                + folder.resolve("output/reports/business-metrics-2026-01-05.html"));
    assertThat(first.errLines())
        .allSatisfy(line -> assertThat(json(line).get("level").asText()).isIn("INFO", "WARNING"));
    assertThat(first.errLines())
        .anySatisfy(line -> assertThat(json(line).path("step").asText()).isEqualTo("engine"));
  }

  @Test
  void runPrintsJsonForProgramsAndIsQuietWhenAsked() {
    assertThat(second.code()).isZero();
    assertThat(second.err()).isEmpty();
    JsonNode outcome = json(second.out());
    assertThat(outcome.properties().stream().map(entry -> entry.getKey()))
        .containsExactly(
            "exit_code", "published", "restatements", "reports", "restated", "message");
    assertThat(outcome.get("exit_code").asInt()).isZero();
    assertThat(outcome.get("published").get(0).get("first_day").asText()).isEqualTo("2026-01-03");
    assertThat(outcome.get("published").get(0).get("last_day").asText()).isEqualTo("2026-01-06");
    assertThat(outcome.get("restatements").asLong()).isPositive();
    assertThat(Path.of(outcome.get("reports").get(0).asText())).isRegularFile();
  }

  @Test
  void runWithNothingDueSaysSoAndStartsNoSpark() {
    String runs = terminal.job("query", "select count(*) from runs").out();
    Answer answer = terminal.job("run", "--now", SECOND_NIGHT, "--verbose");
    assertThat(answer.code()).isZero();
    assertThat(answer.out().lines()).containsExactly("Nothing is due.");
    assertThat(answer.err()).doesNotContain("engine").isEmpty();
    assertThat(terminal.job("query", "select count(*) from runs").out()).isEqualTo(runs);
    assertThat(terminal.job("run", "--now", SECOND_NIGHT, "--quiet").out()).isEmpty();
    assertThat(json(terminal.job("run", "--now", SECOND_NIGHT, "--json").out()).get("published"))
        .isEmpty();
  }

  @Test
  void planNamesDaysAndReasons() {
    Answer text = terminal.job("plan", "--now", "2026-01-08T06:00:00Z");
    assertThat(text.code()).isZero();
    assertThat(text.out()).startsWith("4 days due:").contains("2026-01-07", "missing", "lookback");
    JsonNode plan = json(terminal.job("plan", "--now", "2026-01-08T06:00:00Z", "--json").out());
    assertThat(plan.get("days").get(3).get("day").asText()).isEqualTo("2026-01-07");
    assertThat(plan.get("ranges").get(0).get("first_day").asText()).isEqualTo("2026-01-04");
    assertThat(terminal.job("plan", "--now", SECOND_NIGHT).out()).startsWith("Nothing is due.");
    Answer dry =
        terminal.job(
            "backfill", "--from=2026-01-02", "--to=2026-01-02", "--dry-run", "--now", SECOND_NIGHT);
    assertThat(dry.out())
        .contains("2026-01-02", "2026-01-06")
        .contains("Nothing was written.", " 0 published figures restated.");
  }

  @Test
  void statusIsReadAtAGlance() {
    Answer text = terminal.job("status");
    assertThat(text.code()).isZero();
    List<String> lines = text.out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "Published  2026-01-01 to 2026-01-06, none missing, late rows may still change the last 3");
    assertThat(lines.get(1)).startsWith("Last run   published at 2026-01-07 06:").contains("read");
    assertThat(lines.get(2)).startsWith("Space      database ").contains("facts", "output");
    assertThat(lines.get(5)).contains("published  2026-01-03 … 2026-01-06");
    assertThat(lines.get(6)).contains("published  2026-01-01 … 2026-01-05");
    JsonNode status = json(terminal.job("status", "--json", "--runs", "1").out());
    assertThat(status.get("last_day").asText()).isEqualTo("2026-01-06");
    assertThat(status.get("missing_days").asInt()).isZero();
    assertThat(status.get("runs")).hasSize(1);
    JsonNode run = status.get("runs").get(0);
    assertThat(run.get("state").asText()).isEqualTo("published");
    assertThat(run.get("exit_code").asInt()).isZero();
    assertThat(run.get("cause").isNull()).isTrue();
    assertThat(Instant.parse(run.get("started_at").asText()))
        .isAfterOrEqualTo(Instant.parse(SECOND_NIGHT));
    assertThat(status.get("bytes").get("database").asLong()).isPositive();
  }

  @Test
  void healthIsTheDocumentThatMonitorsRead() {
    Answer well = terminal.job("health", "--json", "--now", SECOND_NIGHT);
    assertThat(well.code()).as(well.out()).isZero();
    JsonNode document = json(well.out());
    assertThat(document.properties().stream().map(entry -> entry.getKey()))
        .containsExactly("status", "timestamp", "services", "version");
    assertThat(document.get("status").asText()).isEqualTo("healthy");
    assertThat(Instant.parse(document.get("timestamp").asText()))
        .isAfterOrEqualTo(Instant.parse(SECOND_NIGHT));
    assertThat(document.get("services").properties().stream().map(entry -> entry.getKey()))
        .containsExactly("database", "source", "facts", "last_run");
    Answer late = terminal.job("health", "--json", "--now", "2026-01-20T06:00:00Z");
    assertThat(late.code()).isEqualTo(1);
    assertThat(json(late.out()).get("status").asText()).isEqualTo("unhealthy");
    assertThat(json(late.out()).get("services").get("last_run").asText())
        .isEqualTo("unhealthy: published through 2026-01-06, due through 2026-01-19");
    Answer quiet = terminal.job("health", "--quiet", "--now", "2026-01-20T06:00:00Z");
    assertThat(quiet.out()).isEmpty();
    assertThat(quiet.errLines()).hasSize(1).first().asString().contains("last_run is unhealthy");
  }

  @Test
  void doctorSaysWhatIsThere() {
    Answer text = terminal.job("doctor", "--now", SECOND_NIGHT);
    assertThat(text.code()).as(text.out()).isZero();
    assertThat(text.out().lines())
        .allMatch(line -> line.startsWith("ok      "))
        .anyMatch(line -> line.contains("fonts     the report's own"))
        .anyMatch(line -> line.contains("plan      nothing is due"));
    JsonNode diagnosis = json(terminal.job("doctor", "--now", SECOND_NIGHT, "--json").out());
    assertThat(diagnosis.get("status").asText()).isEqualTo("ready");
    assertThat(diagnosis.get("findings").get(0).get("what").asText()).isEqualTo("java");
    assertThat(diagnosis.get("findings").get(0).get("well").asBoolean()).isTrue();
    JsonNode missing = json(terminal.type("doctor", "--json", "--job", "nowhere.yaml").out());
    assertThat(missing.get("status").asText()).isEqualTo("not_ready");
  }

  @Test
  void exportsATableThatReadsBackExactly() throws IOException {
    Answer answer =
        terminal.job("export", "revenue_daily", "--from", "2026-01-05", "--to", "2026-01-06");
    assertThat(answer.code()).as(answer.err()).isZero();
    List<CSVRecord> rows = csv(answer.out());
    assertThat(rows)
        .extracting(row -> row.get("day") + " " + row.get("currency") + " " + row.get("gross"))
        .containsExactly(
            "2026-01-05 EUR 1000000000.01",
            "2026-01-05 USD 5",
            "2026-01-06 EUR 0",
            "2026-01-06 USD 0");
    assertThat(rows.get(2).get("arppu_daily")).isEmpty();
    assertThat(rows.get(0).get("is_final")).isEqualTo("false");
    assertThat(UUID.fromString(rows.get(0).get("run_id"))).isNotNull();
  }

  @Test
  void exportsAMetric() throws IOException {
    Answer answer = terminal.job("export", "dau", "--from", "2026-01-04", "--to", "2026-01-06");
    assertThat(csv(answer.out()))
        .extracting(row -> row.get("day") + " " + row.get("value") + row.get("currency"))
        .containsExactly("2026-01-04 1", "2026-01-05 3", "2026-01-06 1");
    Answer none = terminal.job("export", "dau", "--from", "2030-01-01", "--to", "2030-01-01");
    assertThat(none.code()).isZero();
    assertThat(none.out().lines()).hasSize(1);
  }

  @Test
  void queriesInColumnsAndInJson() {
    String sql =
        "select day, currency, gross, arppu_daily, is_final from revenue_daily"
            + " where day >= '2026-01-05' order by day, currency limit 3";
    assertThat(terminal.job("query", sql).out().lines())
        .containsExactly(
            "day         currency          gross    arppu_daily  is_final",
            "----------  --------  -------------  -------------  --------",
            "2026-01-05  EUR       1000000000.01  1000000000.01  false",
            "2026-01-05  USD                   5              5  false",
            "2026-01-06  EUR                   0              –  false");
    String json = terminal.job("query", "--json", sql).out();
    assertThat(json).contains("\"gross\":1000000000.01,");
    assertThat(json(json)).hasSize(3);
    assertThat(json(json).get(2).get("arppu_daily").isNull()).isTrue();
    assertThat(json(json).get(2).get("is_final").isBoolean()).isTrue();
    assertThat(
            terminal
                .job("query", "select recorded from (values (timestamptz 'epoch')) t (recorded)")
                .out())
        .contains("1970-01-01T00:00:00Z");
  }

  @Test
  void explainsAFigureBeforeItsMeaning() {
    Answer answer = terminal.job("explain", "dau", "--day", "2026-01-05");
    assertThat(answer.code()).as(answer.err()).isZero();
    List<String> lines = answer.out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo("dau = 3 users  2026-01-05  provisional: late rows may still change it");
    assertThat(lines.get(1)).isEqualTo("Daily active users");
    assertThat(lines.get(3)).startsWith("active_users_daily, version 1: ");
    assertThat(answer.out())
        .contains("dau (users, by day) = dau", "How it is computed (Spark SQL):", "Computed by:")
        .contains("day 2026-01-05, segment all, segment_value all: dau 2 → 3, late_data, at 2026-")
        .containsPattern("job test, days 2026-01-03 … 2026-01-06, release \\d")
        .containsPattern("source snapshot \\S+")
        .containsPattern("definition: version 1, sha256 [0-9a-f]{64}; 1 rows of the day");
    assertThat(terminal.job("explain", "dau", "--day", "2026-01-01").out())
        .contains("dau = 1 users  2026-01-01  final", "No figure of that day was restated.");
    assertThat(terminal.job("explain", "active_users_month").out().lines().findFirst())
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .startsWith("active_users_month = 3 users  2026-01-01 … 2026-01-31")
                    .endsWith("so far: the month is not over"));
    assertThat(terminal.job("explain", "arppu").out()).startsWith("arppu = ").contains(" EUR ");
  }

  @Test
  void explainsARateByWhatIsDividedByWhat() {
    assertThat(terminal.job("explain", "stickiness", "--day", "2026-01-05").out().lines())
        .startsWith(
            "stickiness = 1 rate  2026-01-05  provisional: late rows may still change it",
            "Stickiness (daily of monthly active users)",
            "Of the users of the last 30 days, the part that was active on the day",
            "stickiness 1 = dau 3 / mau 3")
        .contains("  stickiness (rate, by day) = stickiness; numerator dau; denominator mau");
    assertThat(terminal.job("explain", "stickiness_7d", "--day", "2026-01-03").out().lines())
        .contains(
            "stickiness_7d 0.6 = numerator 3 / denominator 5",
            "  numerator: sum(dau) over (partition by segment, segment_value order by day rows 6 preceding)");
    assertThat(terminal.job("explain", "arpu", "--day", "2026-01-05").out().lines())
        .contains(
            "arpu 333,333,333.336667 EUR = net_30d 1,000,000,000.01 / denominator 3",
            "arpu 8.33 USD = net_30d 24.99 / denominator 3");
    JsonNode values =
        json(terminal.job("explain", "arppu", "--day", "2026-01-05", "--json").out()).get("values");
    assertThat(values.get(1).get("currency").asText()).isEqualTo("USD");
    assertThat(values.get(1).get("numerator").decimalValue()).isEqualByComparingTo("24.99");
    assertThat(values.get(1).get("denominator").asLong()).isEqualTo(1);
  }

  @Test
  void explainsForProgramsAndListsAll() {
    JsonNode explained = json(terminal.job("explain", "revenue_daily", "--json").out());
    assertThat(explained.get("table").asText()).isEqualTo("metrics.revenue_daily");
    assertThat(explained.get("asked").isNull()).isTrue();
    assertThat(explained.get("day").asText()).isEqualTo("2026-01-06");
    assertThat(explained.get("values").get(0).get("metric").asText()).isEqualTo("gross_revenue");
    assertThat(explained.get("figures")).hasSize(2);
    assertThat(Instant.parse(explained.get("provenance").get(0).get("started_at").asText()))
        .isAfterOrEqualTo(Instant.parse(SECOND_NIGHT));
    Answer list = terminal.type("explain", "--list");
    assertThat(list.out()).contains("revenue_daily: ", "  dau ");
    assertThat(json(terminal.type("explain", "--list", "--json").out()).findValuesAsText("name"))
        .contains("dau", "arppu", "active_users_month");
  }

  @Test
  void writesTheDictionaryWithoutADatabase(@TempDir Path empty) throws IOException {
    Terminal elsewhere =
        new Terminal(Path.of(""), empty, "name: test\nsource: {kind: csv, path: '.'}\n");
    Path out = empty.resolve("some").resolve("dictionary");
    Answer answer = elsewhere.job("docs", "--out", out.toString());
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out().lines()).containsExactly(out.resolve("index.html").toString());
    assertThat(Files.readString(out.resolve("index.html")))
        .contains("Daily active users", "metrics.revenue_daily");
    Answer again = elsewhere.job("docs", "--out", out.toString(), "--json");
    assertThat(json(again.out()).get("page").asText())
        .isEqualTo(out.resolve("index.html").toString());
    assertThat(elsewhere.job("docs").code()).isEqualTo(64);
    Answer refused = elsewhere.job("docs", "--out", elsewhere.job().toString());
    assertThat(refused.code()).isEqualTo(71);
    assertThat(refused.err()).contains("Could not write");
  }

  @Test
  void drawsTheFormatsThatAreAskedFor() throws IOException {
    Path out = folder.resolve("drawn");
    Answer answer =
        terminal.job(
            "report", "--day", "2026-01-05", "--format", "csv,HTML", "--out", out.toString());
    assertThat(answer.code()).as(answer.err()).isZero();
    String name = "business-metrics-2026-01-05.";
    assertThat(answer.out().lines())
        .containsExactly(
            out.resolve(name + "json").toString(),
            out.resolve(name + "html").toString(),
            out.resolve(name + "csv").toString());
    assertThat(Files.readString(out.resolve(name + "html"))).contains("<svg");
    Answer unpublished = terminal.job("report", "--day", "2026-02-01");
    assertThat(unpublished.code()).isEqualTo(64);
    assertThat(unpublished.err()).startsWith("metrics: ").contains("2026-02-01");
    assertThat(terminal.job("explain", "dau", "--day", "2026-02-01").code()).isEqualTo(64);
  }

  private static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  private static List<CSVRecord> csv(String text) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
      return parser.getRecords();
    }
  }
}
