package org.businessmetrics.ledger;

import java.sql.SQLException;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.jspecify.annotations.Nullable;

/**
 * From SQLSTATE to an exit code and a sentence. What may be gone by the next tick of cron is 75,
 * what a person must change is 78; a full disk is 71. Passwords are never part of a message.
 */
final class DatabaseErrors {
  private DatabaseErrors() {}

  static Failure failure(DatabaseAddress address, SQLException error) {
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    String database = address.display();
    String said = firstLine(error.getMessage());
    return switch (state) {
      case "28P01", "28000", "08004" ->
          new Failure(
              ExitCode.CONFIGURATION,
              "The database %s does not let '%s' in: %s. Check METRICS_DATABASE_USER and METRICS_DATABASE_PASSWORD."
                  .formatted(database, address.user().orElse("(no user given)"), said),
              error);
      case "3D000" ->
          new Failure(
              ExitCode.CONFIGURATION,
              "There is no database %s. Create it, or correct METRICS_DATABASE_URL."
                  .formatted(database),
              error);
      case "42501" ->
          new Failure(
              ExitCode.CONFIGURATION,
              "'%s' lacks a grant in %s: %s. The pipeline's role must own the schemas metrics and pipeline."
                  .formatted(address.user().orElse("(no user given)"), database, said),
              error);
      case "3F000", "42P01" ->
          new Failure(
              ExitCode.CONFIGURATION,
              "The tables of the pipeline are not all in %s: %s. 'metrics run' creates them."
                  .formatted(database, said),
              error);
      case "25006" ->
          new Failure(
              ExitCode.CONFIGURATION,
              "The database %s is read-only, perhaps a standby: METRICS_DATABASE_URL must name the primary."
                  .formatted(database),
              error);
      case "55P03" ->
          new Failure(
              ExitCode.TRY_AGAIN,
              "Somebody holds a lock on a table in %s: %s. The next run tries again; pg_locks says who it is."
                  .formatted(database, said),
              error);
      case "57014" ->
          new Failure(
              ExitCode.TRY_AGAIN,
              "A statement in %s was cancelled: %s. Nothing of it was kept."
                  .formatted(database, said),
              error);
      default -> byClass(state, database, said, error);
    };
  }

  private static Failure byClass(String state, String database, String said, SQLException error) {
    if (isConnectionLost(error) || state.startsWith("40")) {
      return new Failure(
          ExitCode.TRY_AGAIN,
          "Could not reach the database %s, or lost it: %s. The next run tries again."
              .formatted(database, said),
          error);
    }
    if (state.equals("53300")) {
      return new Failure(
          ExitCode.TRY_AGAIN,
          "The database %s has no connection left: %s. Raise max_connections if this happens often."
              .formatted(database, said),
          error);
    }
    if (state.startsWith("53") || state.startsWith("58")) {
      return new Failure(
          ExitCode.SYSTEM,
          "The database server of %s is out of room: %s. Nothing was published; free space and run again."
              .formatted(database, said),
          error);
    }
    return new Failure(
        ExitCode.INTERNAL,
        "The database %s said: %s (%s).".formatted(database, said, state),
        error);
  }

  /** Whether the server was not reached, or is gone. */
  static boolean isConnectionLost(SQLException error) {
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    return state.startsWith("08") || state.startsWith("57P");
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "no reason given" : message.lines().findFirst().orElse("").strip();
  }
}
