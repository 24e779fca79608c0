package org.businessmetrics.inspect;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.Store;
import org.postgresql.core.Parser;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A look at the aggregates that can change nothing: one statement in a read-only transaction. */
public final class ReadOnlyQuery {
  private static final int MOST_ROWS = 10_000;
  private static final List<String> NOT_THE_STATEMENTS_FAULT = List.of("08", "53", "57P", "58");

  private static final Pattern COMMENT = Pattern.compile("--.*|(?s:/\\*.*?\\*/)");

  private ReadOnlyQuery() {}

  /**
   * Runs one statement, at most 10,000 rows of it.
   *
   * @throws Failure {@link ExitCode#USAGE} with the server's words when the statement is wrong
   */
  public static Table run(Store store, String sql) {
    String only = onlyStatement(sql);
    try (Connection connection = store.connect("metrics query")) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      try (Statement statement = connection.createStatement()) {
        // Also takes the snapshot, after which a transaction can't be made read-write any more.
        statement.execute("select set_config('search_path', 'metrics, pg_catalog', true)");
        statement.setMaxRows(MOST_ROWS);
        if (!statement.execute(only)) {
          throw new Failure(
              ExitCode.USAGE, "The statement returns no rows: only queries are answered here.");
        }
        try (ResultSet rows = statement.getResultSet()) {
          return Cells.read(rows);
        }
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      if (NOT_THE_STATEMENTS_FAULT.stream().anyMatch(state::startsWith)) {
        throw store.failure(e);
      }
      throw new Failure(ExitCode.USAGE, "The query failed: " + said(e, state), e);
    }
  }

  /** A second statement could end the transaction that nothing is written in. */
  private static String onlyStatement(String sql) {
    List<String> statements;
    try {
      statements =
          Parser.parseJdbcSql(sql, true, false, true, false, false).stream()
              .map(statement -> statement.nativeSql)
              .filter(text -> !COMMENT.matcher(text).replaceAll("").isBlank())
              .toList();
    } catch (SQLException e) {
      throw new Failure(ExitCode.USAGE, "The query failed: " + e.getMessage(), e);
    }
    if (statements.size() != 1) {
      throw new Failure(
          ExitCode.USAGE,
          "Invalid query: %d statements (must be one)".formatted(statements.size()));
    }
    return statements.get(0);
  }

  private static String said(SQLException error, String state) {
    String said = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    String hint = "";
    if (error instanceof PSQLException fromServer) {
      ServerErrorMessage message = fromServer.getServerErrorMessage();
      if (message != null) {
        said = String.valueOf(message.getMessage());
        hint = message.getHint() == null ? "" : " " + message.getHint();
      }
    }
    if (state.equals("42P01")) {
      hint = " `metrics status` says what is published, `metrics explain --list` in which tables.";
    }
    return "%s (%s).%s".formatted(said, state, hint);
  }
}
