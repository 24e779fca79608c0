package org.businessmetrics.inspect;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.jspecify.annotations.Nullable;

/** A look at the aggregates that can change nothing: one statement in a read-only transaction. */
public final class ReadOnlyQuery {
  private static final int MOST_ROWS = 10_000;

  private ReadOnlyQuery() {}

  /**
   * Runs one statement, at most 10,000 rows of it.
   *
   * @throws Failure {@link ExitCode#USAGE} with the server's words when the statement is wrong
   */
  public static Table run(Connection connection, String sql) {
    try {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("set local search_path to metrics, pg_catalog");
        statement.setMaxRows(MOST_ROWS);
        try (ResultSet rows = statement.executeQuery(sql)) {
          return read(rows);
        }
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new Failure(
          ExitCode.USAGE,
          "The query failed: %s"
              .formatted(String.valueOf(e.getMessage()).replaceFirst("^ERROR: ", "").strip()),
          e);
    }
  }

  static Table read(ResultSet rows) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    List<String> columns = new ArrayList<>();
    List<Boolean> numeric = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(meta.getColumnLabel(i));
      numeric.add(
          switch (meta.getColumnType(i)) {
            case Types.BIGINT, Types.INTEGER, Types.SMALLINT, Types.NUMERIC -> true;
            case Types.DOUBLE, Types.REAL -> true;
            default -> false;
          });
    }
    List<List<@Nullable String>> result = new ArrayList<>();
    while (rows.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        Object value = rows.getObject(i);
        row.add(value instanceof BigDecimal number ? plain(number) : rows.getString(i));
      }
      result.add(row);
    }
    return new Table(columns, numeric, result);
  }

  /** Without trailing zeros, and never with an exponent. */
  static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
