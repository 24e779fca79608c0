package org.businessmetrics.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.cli.Terminal.Answer;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Secret;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong: an exit code, one or two lines with the next step, no stack trace. */
class FailuresTest {
  private static final Path HOME = Path.of("");
  private static final String NOW = "2026-01-06T06:00:00Z";

  @SuppressWarnings("NullAway.Init")
  private static DatabaseAddress database;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @BeforeAll
  static void createDatabase() {
    database = TestDatabase.create();
  }

  @Test
  void aWrongPassword() {
    DatabaseAddress wrong =
        new DatabaseAddress(database.url(), database.user(), Optional.of(new Secret("hunter2")));
    assumeThat(letsIn(wrong)).as("a server that looks at passwords").isFalse();
    Answer answer = shop().database(wrong).job("run", "--quiet", "--now", NOW);
    assertFailed(answer, ExitCode.CONFIGURATION, "METRICS_DATABASE_PASSWORD");
    assertThat(answer.err()).doesNotContain("hunter2");
    Answer asked = application("select 1").source(wrong).job("run", "--quiet", "--now", NOW);
    assertFailed(asked, ExitCode.CONFIGURATION, "METRICS_SOURCE_PASSWORD");
    assertThat(asked.err()).doesNotContain("hunter2");
  }

  @Test
  void anUnreachableDatabase() {
    DatabaseAddress away =
        new DatabaseAddress(
            "jdbc:postgresql://localhost:1/metrics", database.user(), database.password());
    for (String command : List.of("run", "plan", "status", "report")) {
      assertFailed(shop().database(away).job(command), ExitCode.TRY_AGAIN, "//localhost:1/metrics");
    }
    assertFailed(
        application("select 1").source(away).job("plan"),
        ExitCode.TRY_AGAIN,
        "METRICS_SOURCE_URL right?");
  }

  @Test
  void aMissingGrantInTheSource() throws SQLException {
    DatabaseAddress source = TestDatabase.create();
    String role = "reader_%d".formatted(ProcessHandle.current().pid());
    TestDatabase.execute(
        source,
        "create table visits (who text, at timestamptz)",
        "create role %s login password 'reader'".formatted(role));
    DatabaseAddress reader =
        new DatabaseAddress(source.url(), Optional.of(role), Optional.of(new Secret("reader")));
    assertFailed(
        application("select who as user_id, at as occurred_at from visits")
            .source(reader)
            .job("run", "--quiet", "--now", NOW),
        ExitCode.CONFIGURATION,
        "grant select on visits to \"%s\"".formatted(role));
  }

  @Test
  void aMissingAndARetypedColumnOfTheSource() throws SQLException {
    DatabaseAddress source = TestDatabase.create();
    TestDatabase.execute(source, "create table visits (who text, at timestamp)");
    assertFailed(
        application("select who as user_id, at as occurred_at from visits")
            .source(source)
            .job("run", "--quiet", "--now", NOW),
        ExitCode.SOURCE_CONTRACT,
        "activity.occurred_at: expected timestamptz, found timestamp without time zone");
    assertFailed(
        application("select who as user_id from visits")
            .source(source)
            .job("run", "--quiet", "--now", NOW),
        ExitCode.SOURCE_CONTRACT,
        "activity.occurred_at is missing: expected timestamptz, found only the columns user_id");
  }

  @Test
  void aCsvWhoseHeaderCannotBeRead() {
    Terminal terminal = shop();
    Terminal.write(folder.resolve("csv/activity.csv"), "user_id,\"occurred_at\nann,2026-01-01\n");
    assertFailed(
        terminal.job("run", "--quiet", "--now", NOW),
        ExitCode.SOURCE_CONTRACT,
        "activity.csv: the header on line 1 can't be read");
  }

  @Test
  void aDayThatHasNotEnded() {
    for (String command : List.of("run", "plan")) {
      assertFailed(
          shop().job(command, "--day", "2026-01-06", "--now", NOW),
          ExitCode.TRY_AGAIN,
          "2026-01-06",
          "from 2026-01-07 01:00 UTC on");
    }
  }

  @Test
  void aReportOfADayThatIsNotPublished() {
    DatabaseAddress empty = TestDatabase.create();
    Terminal terminal = shop().database(empty);
    assertFailed(terminal.job("report"), ExitCode.USAGE, "Nothing is published yet", "metrics run");
    assertFailed(
        terminal.job("report", "--day", "2026-01-05"), ExitCode.USAGE, "Nothing is published yet");
  }

  @Test
  void anUnknownMetric() {
    assertFailed(
        shop().job("explain", "duu"),
        ExitCode.USAGE,
        "Unknown metric: 'duu' (did you mean 'dau'?)");
    assertFailed(shop().job("explain"), ExitCode.USAGE, "`metrics explain --list`");
    assertFailed(
        shop().job("export", "revenue_dayly", "--from", "2026-01-01", "--to", "2026-01-02"),
        ExitCode.USAGE,
        "'revenue_dayly' (did you mean 'revenue_daily'?)");
    assertFailed(
        shop().job("export", "dau", "--from", "2026-01-03", "--to", "2026-01-02"),
        ExitCode.USAGE,
        "2026-01-03 to 2026-01-02 (the last must not be before the first)");
  }

  @Test
  void aQueryThatIsWrong() {
    assertFailed(shop().job("query", "selec 1"), ExitCode.USAGE, "syntax error", "\"selec\"");
    assertFailed(
        shop().job("query", "select * from daus"), ExitCode.USAGE, "\"daus\"", "metrics status");
    assertFailed(shop().job("query", "select 1; select 2"), ExitCode.USAGE, "2 statements");
    assertFailed(shop().job("query", ""), ExitCode.USAGE, "0 statements");
  }

  @Test
  void aQueryThatTriesToWrite() throws SQLException {
    DatabaseAddress own = TestDatabase.create();
    TestDatabase.execute(
        own,
        "create schema metrics",
        "create table metrics.kept as select 1 as one",
        """
        create function metrics.writes() returns int language sql as
        $$ update metrics.kept set one = 2 returning one $$
        """,
        "create sequence metrics.numbers");
    Terminal terminal = shop().database(own);
    for (String statement :
        List.of(
            "drop table metrics.kept",
            "delete from kept returning one",
            "with gone as (delete from kept returning one) select * from gone",
            "select writes()",
            "select nextval('numbers')",
            "create table metrics.more as select 1",
            "explain analyze delete from kept",
            "do $$ begin update metrics.kept set one = 2; commit; end $$",
            "set transaction read write",
            "select 1; drop table metrics.kept",
            "commit; drop table metrics.kept",
            "set transaction read write; drop table metrics.kept",
            "/* ; */ select ';'; rollback; delete from metrics.kept")) {
      assertFailed(terminal.job("query", statement), ExitCode.USAGE, "");
    }
    assertThat(terminal.job("query", "select one from kept; -- the last one").out())
        .isEqualTo(lines("one", "---", "  1"));
    assertThat(terminal.job("query", "select last_value, is_called from numbers").out())
        .contains("1  false");
  }

  @Test
  void anUnknownOptionOrCommand() {
    assertFailed(
        shop().type("rum"), ExitCode.USAGE, "Unknown command: 'rum' (did you mean 'run'?)");
    assertFailed(
        shop().job("run", "--dya", "2026-01-01"),
        ExitCode.USAGE,
        "Unknown option: '--dya' (did you mean '--day'?)",
        "metrics run --help");
    assertFailed(shop().job("status", "now"), ExitCode.USAGE, "metrics status takes no argument");
    assertFailed(shop().type(), ExitCode.USAGE, "Missing command", "metrics --help");
    assertFailed(
        shop().job("run", "--day", "yesterday"),
        ExitCode.USAGE,
        "--day",
        "'yesterday' is no day (as in 2026-11-22)");
    assertFailed(
        shop().job("plan", "--now", "noon"), ExitCode.USAGE, "'noon' is no instant (as in 20");
    assertFailed(shop().job("run", "--quiet", "--verbose"), ExitCode.USAGE, "exclusive");
    assertFailed(shop().job("backfill", "--from", "2026-01-01"), ExitCode.USAGE, "--to");
    assertFailed(shop().job("report", "--format", "gif"), ExitCode.USAGE, "'gif'", "png, pdf");
    assertFailed(shop().job("status", "--runs", "0"), ExitCode.USAGE, "--runs: 0 (must be >= 1)");
  }

  @Test
  void anUnknownKeyOfTheJobAndAllThatIsWrongBeside() {
    Terminal terminal = shop();
    Terminal.write(
        terminal.job(),
        """
        name: test
        lookback_dys: 3
        zone: Mars/Olympus
        source: {kind: csv, path: csv}
        """);
    Answer answer = terminal.job("run");
    assertThat(answer.code()).isEqualTo(ExitCode.CONFIGURATION.code());
    assertThat(answer.errLines()).hasSize(2);
    assertThat(answer.errLines().get(0))
        .contains("job.yaml:2:", "lookback_dys is no key here (did you mean 'lookback_days'?");
    assertThat(answer.errLines().get(1)).contains("job.yaml:3:", "Mars/Olympus");
  }

  @Test
  void anUnknownJobFile() {
    assertFailed(
        shop().type("run", "--job", "jobs/nightyl.yaml"),
        ExitCode.CONFIGURATION,
        "jobs/nightyl.yaml");
  }

  @Test
  void variablesThatAreNotSet() {
    Terminal terminal = application("select 1");
    terminal.variables().keySet().removeIf(name -> name.startsWith("METRICS_DATABASE"));
    assertFailed(
        terminal.job("plan"), ExitCode.CONFIGURATION, "METRICS_DATABASE_URL", "postgresql://");
    Answer doctor = terminal.job("doctor", "--quiet");
    assertThat(doctor.code()).isEqualTo(ExitCode.CONFIGURATION.code());
    assertThat(doctor.err()).contains("METRICS_SOURCE_URL and METRICS_DATABASE_URL are not set");
    assertFailed(
        shop().with("METRICS_OUTPUT_PATH", "s3://bucket/out").job("status"),
        ExitCode.CONFIGURATION,
        "METRICS_OUTPUT_PATH is 's3://bucket/out'");
  }

  @Test
  void anAcceptanceThatIsNone() {
    for (String text : List.of("refunds", "refunds:soon", ":2026-01-01")) {
      assertFailed(
          shop().job("run", "--quiet", "--now", NOW, "--accept", text, "--reason", "known"),
          ExitCode.USAGE,
          "'" + text + "'",
          "CHECK:DAY");
    }
    assertFailed(
        shop().job("run", "--quiet", "--now", NOW, "--accept", "refunds:2026-01-01"),
        ExitCode.USAGE,
        "--reason");
  }

  @Test
  void moreThan500DaysWithNobodyWatching() {
    Terminal terminal = shop();
    assertFailed(
        terminal.job("run", "--now", "2027-12-01T06:00:00Z"),
        ExitCode.CONFIGURATION,
        "699 days are due",
        "by hand: metrics run --yes --job " + terminal.job());
    assertFailed(
        terminal.job(
            "backfill",
            "--from",
            "2026-01-01",
            "--to",
            "2027-11-30",
            "--now",
            "2027-12-01T06:00:00Z"),
        ExitCode.CONFIGURATION,
        "--from 2026-01-01 --to 2027-11-30 --yes");
  }

  @Test
  void aMetricWhoseFolderIsBroken() throws IOException {
    Shop.write(folder.resolve("csv"));
    Path home = folder.resolve("home");
    copy(Path.of("sql"), home.resolve("sql"));
    Path yaml = home.resolve("sql/metrics/revenue_daily/metric.yaml");
    Files.writeString(yaml, Files.readString(yaml).replace("grain: one", "grane: one"));
    Terminal terminal =
        new Terminal(home, folder.resolve("work"), csvJob()).database(TestDatabase.create());
    for (Answer answer :
        List.of(terminal.job("run", "--quiet", "--now", NOW), terminal.job("explain", "--list"))) {
      assertFailed(answer, ExitCode.CONFIGURATION, "revenue_daily/metric.yaml", "grane");
    }
    assertThat(terminal.job("status").out()).startsWith("Published  nothing yet");
  }

  @Test
  void aFolderThatCannotBeWritten() {
    Terminal.write(folder.resolve("file"), "no folder");
    Terminal terminal = shop().with("METRICS_FACTS_PATH", folder.resolve("file/facts").toString());
    Answer doctor = terminal.job("doctor", "--now", NOW);
    assertThat(doctor.code()).isEqualTo(ExitCode.CONFIGURATION.code());
    assertThat(doctor.out()).contains("MISSING facts", "can't be written to");
  }

  private static void assertFailed(Answer answer, ExitCode code, String... parts) {
    assertThat(answer.err())
        .as("exit %d, out %s", answer.code(), answer.out())
        .startsWith("metrics: ")
        .contains(parts)
        .doesNotContain("\tat ", "Exception", "org.businessmetrics");
    assertThat(answer.code()).as(answer.err()).isEqualTo(code.code());
    assertThat(answer.errLines()).hasSizeBetween(1, 2);
    assertThat(answer.out()).isEmpty();
  }

  private Terminal shop() {
    Shop.write(folder.resolve("csv"));
    return new Terminal(HOME, folder, csvJob()).database(database);
  }

  private String csvJob() {
    return "name: test\nsource: {kind: csv, path: '%s'}\n".formatted(folder.resolve("csv"));
  }

  /** A job over a server, whose activity is that of a query. */
  private Terminal application(String activity) {
    Terminal.write(folder.resolve("sql/activity.sql"), activity);
    return new Terminal(
            HOME,
            folder,
            "name: test\nsource: {kind: postgresql, path: '%s'}\n".formatted(folder.resolve("sql")))
        .database(TestDatabase.create());
  }

  private static boolean letsIn(DatabaseAddress address) {
    try (Connection connection = TestDatabase.connect(address)) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private static String lines(String... lines) {
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
