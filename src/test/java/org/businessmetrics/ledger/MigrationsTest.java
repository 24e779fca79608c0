package org.businessmetrics.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Secret;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
  private static final Path HOME = Path.of("");

  private final Store store = new Store(HOME, TestDatabase.create());
  private final Migrations migrations = new Migrations(HOME, store);

  @Test
  void makesTheSchemaOnceAndKnowsThatItIsCurrent() {
    assertThat(migrations.isCurrent()).isFalse();
    assertThat(migrations.migrate().applied()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(migrations.isCurrent()).isTrue();
    assertThat(migrations.migrate().applied()).isEmpty();
  }

  @Test
  void everythingCarriesAComment() {
    migrations.migrate();
    MigratedStore database = new MigratedStore(store);
    assertThat(
            database.rows(
                """
                select class.relname, attribute.attname
                from pg_class as class
                left join pg_attribute as attribute
                  on attribute.attrelid = class.oid and attribute.attnum > 0
                where class.relnamespace in ('metrics'::regnamespace, 'pipeline'::regnamespace)
                  and class.relkind in ('r', 'v', 'p', 'm')
                  and (
                    obj_description(class.oid, 'pg_class') is null
                    or col_description(class.oid, attribute.attnum) is null
                  )
                union all
                select proname, null
                from pg_proc
                where pronamespace in ('metrics'::regnamespace, 'pipeline'::regnamespace)
                  and obj_description(oid, 'pg_proc') is null
                """))
        .isEmpty();
  }

  @Test
  void everyPublishedTableHasAKeyAndSaysWhichRunWroteItsRows() {
    migrations.migrate();
    MigratedStore database = new MigratedStore(store);
    assertThat(
            database.rows(
                """
                select tables.table_name
                from information_schema.tables as tables
                where tables.table_schema = 'metrics'
                  and tables.table_type = 'BASE TABLE'
                  and tables.table_name <> 'subscription_history'
                  and (
                    select count(*)
                    from information_schema.columns as columns
                    where columns.table_schema = 'metrics'
                      and columns.table_name = tables.table_name
                      and (columns.column_name, columns.data_type, columns.is_nullable) in (
                        ('run_id', 'uuid', 'NO'), ('is_final', 'boolean', 'NO'))
                  ) <> 2
                """))
        .isEmpty();
    assertThat(
            database.rows(
                """
                select class.relname
                from pg_class as class
                where class.relnamespace = 'metrics'::regnamespace
                  and class.relkind = 'r'
                  and not exists (
                    select from pg_constraint as constraint_
                    where constraint_.conrelid = class.oid and constraint_.contype = 'p')
                """))
        .isEmpty();
  }

  @Test
  void refusesAnEditedMigration(@TempDir Path home) throws IOException {
    copySql(home);
    migrations.migrate();
    Path file = home.resolve("sql/migrations/V2__published_tables.sql");
    Files.writeString(file, Files.readString(file) + "\n-- edited\n");
    Migrations edited = new Migrations(home, store);
    assertThat(edited.isCurrent()).isFalse();
    assertThatThrownBy(edited::migrate)
        .isInstanceOfSatisfying(Failure.class, MigrationsTest::isConfiguration)
        .hasMessageContaining("version 2 was edited after it was applied");
  }

  @Test
  void refusesASchemaThatIsNewerThanTheRelease(@TempDir Path home) throws IOException {
    copySql(home);
    Files.writeString(
        home.resolve("sql/migrations/V999__later.sql"), "create table pipeline.later (id int);");
    new Migrations(home, store).migrate();
    assertThat(migrations.isCurrent()).isFalse();
    assertThatThrownBy(migrations::migrate)
        .isInstanceOfSatisfying(Failure.class, MigrationsTest::isConfiguration)
        .hasMessageContaining("it holds version 999")
        .hasMessageContaining("Run the newer release");
  }

  @Test
  void refusesASchemaThatIsHalfMigrated() {
    migrations.migrate();
    new MigratedStore(store)
        .execute("update pipeline.flyway_schema_history set success = false where version = '3'");
    assertThat(migrations.isCurrent()).isFalse();
    assertThatThrownBy(migrations::migrate)
        .isInstanceOfSatisfying(Failure.class, MigrationsTest::isConfiguration)
        .hasMessageContaining("version 3 was applied only in part");
  }

  @Test
  void leavesNothingOfAMigrationThatFails(@TempDir Path home) throws IOException {
    copySql(home);
    Path broken = home.resolve("sql/migrations/V999__broken.sql");
    Files.writeString(broken, "create table pipeline.half (id int); select 1 / 0;");
    Migrations failing = new Migrations(home, store);
    assertThatThrownBy(failing::migrate).isInstanceOf(Failure.class);
    MigratedStore database = new MigratedStore(store);
    assertThat(database.one("select to_regclass('pipeline.half') is null")).isEqualTo("t");
    Files.delete(broken);
    failing.migrate();
    assertThat(failing.isCurrent()).isTrue();
  }

  @Test
  void refusesADatabaseWhoseSchemasBelongToSomebodyElse() {
    MigratedStore database = new MigratedStore(store);
    database.execute("create schema metrics; create table metrics.theirs (id int)");
    assertThatThrownBy(migrations::migrate)
        .isInstanceOfSatisfying(Failure.class, MigrationsTest::isConfiguration)
        .hasMessageContaining("a database of the pipeline's own");
  }

  @Test
  void aRoleThatMayNotCreateRolesIsToldWhatToAskFor() {
    MigratedStore database = new MigratedStore(store);
    String owner = "owner_" + store.address().url().replaceAll(".*/", "");
    String name = store.address().url().replaceAll(".*/", "");
    database.execute(
        "create role %1$s login password 'x'; grant create, connect on database %2$s to %1$s"
            .formatted(owner, name));
    DatabaseAddress address =
        new DatabaseAddress(
            store.address().url(), Optional.of(owner), Optional.of(new Secret("x")));
    Migrations.Result result = new Migrations(HOME, new Store(HOME, address)).migrate();
    assertThat(result.applied()).isNotEmpty();
    assertThat(database.one("select count(*) from pg_roles where rolname = 'metrics_reader'"))
        .isEqualTo(result.forTheAdministrator().isPresent() ? "0" : "1");
  }

  @Test
  void theReaderSeesSchemaMetricsExceptTheHistoryAndNothingElse() {
    migrations.migrate();
    MigratedStore database = new MigratedStore(store);
    database.execute("create table metrics.later (day date primary key)");
    List<String> readable =
        database.rows(
            """
            select schemaname || '.' || relname
            from (
              select schemaname, tablename as relname from pg_tables
              union all
              select schemaname, viewname from pg_views
            ) as relations
            where schemaname in ('metrics', 'pipeline')
              and has_schema_privilege('metrics_reader', schemaname, 'usage')
              and has_table_privilege(
                'metrics_reader', format('%I.%I', schemaname, relname), 'select')
            order by 1
            """);
    assertThat(readable)
        .contains(
            "metrics.active_users_daily",
            "metrics.days",
            "metrics.later",
            "metrics.metric_values",
            "metrics.restatements",
            "metrics.definitions",
            "metrics.runs")
        .doesNotContain("metrics.subscription_history")
        .allMatch(relation -> relation.startsWith("metrics."));
    assertThat(
            database.rows(
                """
                select relname
                from pg_class
                where relnamespace in ('metrics'::regnamespace, 'pipeline'::regnamespace)
                  and relkind in ('r', 'v')
                  and has_table_privilege('metrics_reader', oid, 'insert, update, delete, truncate')
                """))
        .isEmpty();
  }

  @Test
  void theReaderReadsWhatItNeedsOfTheLedgerThroughViews() {
    MigratedStore database = MigratedStore.create();
    database.startRun(LocalDate.EPOCH, LocalDate.EPOCH);
    database.execute(
        """
        set role metrics_reader;
        select * from metrics.runs; select * from metrics.restatements;
        select * from metrics.definitions; select metrics.active_users('2026-01-01', '2026-01-02')
        """);
    assertThatThrownBy(
            () -> database.execute("set role metrics_reader; select * from pipeline.runs"))
        .hasStackTraceContaining("permission denied for schema pipeline");
    assertThatThrownBy(
            () ->
                database.execute(
                    "set role metrics_reader; select * from metrics.subscription_history"))
        .hasStackTraceContaining("permission denied for table subscription_history");
  }

  private static void isConfiguration(Failure failure) {
    assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
  }

  private static void copySql(Path home) throws IOException {
    try (var files = Files.walk(HOME.resolve("sql"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = home.resolve(file);
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}
