package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.demo.SampleCompany;
import org.businessmetrics.demo.SampleCompany.Parameters;
import org.businessmetrics.ledger.Migrations;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.testing.Pipeline;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The rows of every earlier schema stand after the migration, and a backfill goes on from the last
 * of these schemas. The rows are this release's, cut down to the columns that there were.
 */
@Tag("faults")
class UpgradeTest {
  private static final Parameters COMPANY =
      new Parameters(150, 40, LocalDate.of(2025, 11, 30), ZoneOffset.UTC, 4);

  /** Tables and their columns, without what Flyway keeps. */
  private static final String COLUMNS =
      """
      select format('%I.%I', table_schema, table_name),
        string_agg(quote_ident(column_name), ', ' order by ordinal_position)
      from information_schema.columns
      join information_schema.tables using (table_schema, table_name)
      where table_schema in ('metrics', 'pipeline')
        and table_type = 'BASE TABLE'
        and table_name <> 'flyway_schema_history'
        and is_generated = 'NEVER'
      group by table_schema, table_name
      """;

  private final Path folder;

  UpgradeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void everyEarlierSchemaMigratesWithItsRows() throws Exception {
    DatabaseAddress app = TestDatabase.create();
    SampleCompany.fill(Path.of(""), app, COMPANY, step -> {});
    Pipeline pipeline = Pipeline.overPostgres(folder.resolve("pipeline"), app, "");
    assertThat(pipeline.night(COMPANY.instant()).exitCode()).isEqualTo(ExitCode.OK);
    Map<String, List<String>> published = pipeline.tables();
    DatabaseAddress original = TestDatabase.copyOf(pipeline.database());
    List<Path> migrations = migrations();

    DatabaseAddress upgraded = original;
    for (int version = 1; version < migrations.size(); version++) {
      upgraded = earlier(migrations.subList(0, version));
      Map<String, String> before = fill(upgraded, original);
      assertThat(before.values()).as("version %s", version).anyMatch(rows -> !rows.isEmpty());
      migrate(Path.of(""), upgraded);
      for (Map.Entry<String, String> table : before.entrySet()) {
        assertThat(rows(upgraded, table.getKey()))
            .as("%s of version %s", table.getKey(), version)
            .isEqualTo(table.getValue());
      }
    }
    TestDatabase.replace(pipeline.database(), upgraded);
    LocalDate first = COMPANY.lastDay().minusDays(COMPANY.days() - 1L);
    assertThat(pipeline.backfill(first, COMPANY.lastDay(), COMPANY.instant()).exitCode())
        .isEqualTo(ExitCode.OK);
    Map<String, List<String>> found = pipeline.tables();
    published.forEach((table, rows) -> assertThat(found.get(table)).as(table).isEqualTo(rows));
    // Other metrics' tables come with the first run, so the earlier database had none of their
    // rows. A column that came later is filled.
    assertThat(
            pipeline.rows(
                """
                select * from pipeline.restatements
                where table_name in ('active_users_daily', 'revenue_daily', 'payments_daily',
                  'subscriptions_daily', 'mrr_movements', 'churn', 'revenue_cohorts')
                  and (column_name <> 'trials_started' or old_value is not null)
                """))
        .isEmpty();
  }

  /** A database as an earlier release made it. */
  private DatabaseAddress earlier(List<Path> migrations) throws IOException {
    Path home = folder.resolve("version-" + migrations.size());
    Path target = Files.createDirectories(home.resolve("sql/migrations"));
    for (Path migration : migrations) {
      Files.copy(migration, target.resolve(migration.getFileName()));
    }
    DatabaseAddress database = TestDatabase.create();
    migrate(home, database);
    return database;
  }

  private static void migrate(Path home, DatabaseAddress database) {
    assertThat(new Migrations(home, new Store(Path.of(""), database)).migrate().applied())
        .isNotEmpty();
  }

  private static List<Path> migrations() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("sql", "migrations"))) {
      return files.sorted(Comparator.comparingInt(UpgradeTest::version)).toList();
    }
  }

  private static int version(Path file) {
    return Integer.parseInt(file.getFileName().toString().replaceFirst("V(\\d+)__.*", "$1"));
  }

  /**
   * Writes what the earlier release would have published.
   *
   * @return the rows by the query that reads them
   */
  private static Map<String, String> fill(DatabaseAddress database, DatabaseAddress original)
      throws SQLException, IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    for (String line : TestDatabase.rows(database, COLUMNS)) {
      String table = line.substring(0, line.indexOf('|'));
      String columns = line.substring(line.indexOf('|') + 1);
      String query = "select %s from %s order by 1, %1$s".formatted(columns, table);
      String given = rows(original, query);
      try (Connection connection = TestDatabase.connect(database)) {
        connection.createStatement().execute("set session_replication_role = replica");
        copy(connection)
            .copyIn("copy %s (%s) from stdin".formatted(table, columns), new StringReader(given));
      }
      rows.put(query, given);
    }
    TestDatabase.rows(
        database,
        """
        select setval(format('%I.%I', schemaname, sequencename)::regclass, 1000000)
        from pg_sequences
        where schemaname in ('metrics', 'pipeline')
        """);
    return rows;
  }

  private static String rows(DatabaseAddress database, String query)
      throws SQLException, IOException {
    try (Connection connection = TestDatabase.connect(database)) {
      StringWriter rows = new StringWriter();
      copy(connection).copyOut("copy (%s) to stdout".formatted(query), rows);
      return rows.toString();
    }
  }

  private static CopyManager copy(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }
}
