package org.businessmetrics.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Secret;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;

/**
 * Brings the schemas {@code metrics} and {@code pipeline} up to what {@code sql/migrations} says.
 * Whoever migrates holds the run lock. Tables are altered, never dropped, so that analysts' views
 * on them stay.
 */
public final class Migrations {
  static final String HISTORY = "flyway_schema_history";

  private final Store store;
  private final MigrationFiles files;

  /**
   * @param home the project's directory, which holds {@code sql/migrations}
   */
  public Migrations(Path home, Store store) {
    this.store = store;
    this.files = new MigrationFiles(home.resolve("sql").resolve("migrations"));
  }

  /**
   * @param applied the files that were applied now, in order
   * @param forTheAdministrator statements that this role was not allowed to run; empty normally
   */
  public record Result(List<String> applied, Optional<String> forTheAdministrator) {}

  /**
   * Whether the schema is exactly that of the files: nothing missing, edited, failed or newer. One
   * query, no Flyway; when the answer is no, {@link #migrate()} says why or mends it.
   */
  public boolean isCurrent() {
    try (Connection connection = store.connect("metrics migrations");
        Statement statement = connection.createStatement()) {
      if (!hasHistory(statement)) {
        return false;
      }
      Map<Integer, Integer> applied = new TreeMap<>();
      try (ResultSet rows = statement.executeQuery(store.sql("applied_migrations"))) {
        while (rows.next()) {
          if (!rows.getBoolean("success")) {
            return false;
          }
          applied.put(rows.getInt("version"), rows.getInt("checksum"));
        }
      }
      return applied.equals(files.checksums());
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** Whether there is a schema at all; false before the first run. */
  public boolean hasSchema() {
    try (Connection connection = store.connect("metrics migrations");
        Statement statement = connection.createStatement()) {
      return hasHistory(statement);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private static boolean hasHistory(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("select to_regclass('pipeline." + HISTORY + "') is not null")) {
      return row.next() && row.getBoolean(1);
    }
  }

  /**
   * Applies what is missing.
   *
   * @throws Failure 78 where the schema is newer than this release, edited, or half migrated
   */
  public Result migrate() {
    refuseSchemasOfOthers();
    Flyway flyway = flyway();
    try {
      ValidateResult validation = flyway.validateWithResult();
      if (!validation.validationSuccessful) {
        throw refusal(validation);
      }
      MigrateResult result = flyway.migrate();
      return new Result(
          result.migrations.stream().map(migration -> migration.filepath).toList(),
          forTheAdministrator());
    } catch (FlywayException e) {
      throw refusal(e);
    }
  }

  private void refuseSchemasOfOthers() {
    try (Connection connection = store.connect("metrics migrations");
        Statement statement = connection.createStatement()) {
      if (hasHistory(statement)) {
        return;
      }
      try (ResultSet row = statement.executeQuery(store.sql("foreign_relations"))) {
        if (row.next()) {
          throw new Failure(
              ExitCode.CONFIGURATION,
              "The database %s has schemas of these names already, with %s in them. Give METRICS_DATABASE_URL a database of the pipeline's own, or restore it from its backup."
                  .formatted(store.address().display(), row.getString(1)));
        }
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private Flyway flyway() {
    return Flyway.configure()
        .dataSource(
            store.address().url(),
            store.address().user().orElse(null),
            store.address().password().map(Secret::reveal).orElse(null))
        .schemas("pipeline", "metrics")
        .defaultSchema("pipeline")
        .table(HISTORY)
        .locations(files.location())
        .validateMigrationNaming(true)
        .ignoreMigrationPatterns("*:pending")
        .cleanDisabled(true)
        .load();
  }

  private Failure refusal(ValidateResult validation) {
    String found =
        validation.invalidMigrations.stream()
            .map(Migrations::describe)
            .findFirst()
            .orElse(String.valueOf(validation.errorDetails));
    return new Failure(
        ExitCode.CONFIGURATION,
        "The schema of %s does not match sql/migrations: %s"
            .formatted(store.address().display(), found));
  }

  private static String describe(ValidateOutput invalid) {
    return switch (invalid.errorDetails.errorCode.toString()) {
      case "CHECKSUM_MISMATCH", "DESCRIPTION_MISMATCH", "TYPE_MISMATCH" ->
          "version %s was edited after it was applied. Restore the file of the release that is installed."
              .formatted(invalid.version);
      case "FAILED_VERSIONED_MIGRATION", "FAILED_REPEATABLE_MIGRATION" ->
          "version %s was applied only in part. Restore the database from its backup, or finish the file by hand and set success in pipeline.%s."
              .formatted(invalid.version, HISTORY);
      case "APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED",
          "APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED" ->
          "it holds version %s, which this release does not know. Run the newer release."
              .formatted(invalid.version);
      default -> "version %s: %s".formatted(invalid.version, invalid.errorDetails.errorMessage);
    };
  }

  private Failure refusal(FlywayException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return store.failure(sql);
      }
    }
    return new Failure(
        ExitCode.CONFIGURATION,
        "The schema of %s could not be migrated: %s. Give METRICS_DATABASE_URL a database of the pipeline's own, or restore it from its backup."
            .formatted(
                store.address().display(),
                String.valueOf(error.getMessage()).lines().findFirst().orElse("")),
        error);
  }

  private Optional<String> forTheAdministrator() {
    try (Connection connection = store.connect("metrics migrations");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select 1 from pg_roles where rolname = 'metrics_reader'")) {
      return row.next()
          ? Optional.empty()
          : Optional.of(
              "create role metrics_reader nologin; select pipeline.grant_metrics_reader();");
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }
}
