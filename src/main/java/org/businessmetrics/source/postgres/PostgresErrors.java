package org.businessmetrics.source.postgres;

import java.sql.SQLException;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What an error of the source's server asks of the operator. */
public final class PostgresErrors {
  /** The role lacks a grant. */
  static final String INSUFFICIENT_PRIVILEGE = "42501";

  private PostgresErrors() {}

  /**
   * The failure for an error.
   *
   * @param doing what was being done, such as {@code reading activity (sql/sources/app/….sql)}
   */
  public static Failure failure(SQLException error, DatabaseAddress address, String doing) {
    String state = state(error);
    String server = address.display();
    return switch (state) {
      case "28P01", "28000", "08004" ->
          new Failure(
              ExitCode.CONFIGURATION,
              "The source %s refuses user '%s': %s (%s).\nCheck METRICS_SOURCE_USER and METRICS_SOURCE_PASSWORD."
                  .formatted(server, address.user().orElse(""), login(state), state));
      case "3D000" ->
          new Failure(
              ExitCode.CONFIGURATION,
              "The source's database does not exist: %s (3D000). Check METRICS_SOURCE_URL."
                  .formatted(server));
      case INSUFFICIENT_PRIVILEGE ->
          new Failure(
              ExitCode.CONFIGURATION,
              "The source's user may not do this while %s: %s (42501)."
                  .formatted(doing, text(error)));
      case "40001" ->
          new Failure(
              ExitCode.TRY_AGAIN,
              "The source's standby cancelled the read while %s: conflict with recovery (40001). The next run tries again;\nif it happens often, set hot_standby_feedback = on or raise max_standby_streaming_delay on the standby."
                  .formatted(doing),
              error);
      case "57014" ->
          new Failure(
              ExitCode.TRY_AGAIN,
              "The source cancelled the statement while %s (57014): a statement time-out, or somebody cancelled it.\nWith a time-out: alter role %s set statement_timeout = 0"
                  .formatted(doing, SourceSql.quoted(address.user().orElse("…"))),
              error);
      default -> byClass(error, state, server, doing);
    };
  }

  private static Failure byClass(SQLException error, String state, String server, String doing) {
    String stateClass = state.length() < 2 ? "" : state.substring(0, 2);
    return switch (stateClass) {
      case "08", "53", "57", "58" ->
          new Failure(
              ExitCode.TRY_AGAIN,
              "The source %s can't be reached or can't serve now while %s: %s (%s).\nIs the server up, and is METRICS_SOURCE_URL right?"
                  .formatted(server, doing, text(error), state),
              error);
      case "42" ->
          new Failure(
              ExitCode.SOURCE_CONTRACT,
              "The source's SQL fails while %s: %s (%s).".formatted(doing, text(error), state),
              error);
      // These errors quote values of rows, which may be personal: neither text nor cause is kept.
      case "22", "23" ->
          new Failure(
              ExitCode.SOURCE_CONTRACT,
              "The source's SQL fails on a value while %s (%s; the server's log shows the value)."
                  .formatted(doing, state));
      default ->
          new Failure(
              ExitCode.INTERNAL,
              "Unexpected error of the source %s while %s: %s (%s)."
                  .formatted(server, doing, text(error), state),
              error);
    };
  }

  /** The SQLSTATE, empty where there is none. */
  static String state(SQLException error) {
    return error.getSQLState() == null ? "" : error.getSQLState();
  }

  /** Whether the error lies in the text of a source's SQL rather than in the server. */
  static boolean isInSql(SQLException error) {
    String state = state(error);
    return state.startsWith("42") || state.startsWith("22");
  }

  /** The server's one-line message, without values, details or position. */
  static String text(SQLException error) {
    if (error instanceof PSQLException fromServer) {
      ServerErrorMessage message = fromServer.getServerErrorMessage();
      if (message != null && message.getMessage() != null) {
        return String.valueOf(message.getMessage());
      }
    }
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }

  private static String login(String state) {
    return state.equals("08004")
        ? "it wants a password, none was given"
        : "wrong password, or not let in";
  }
}
