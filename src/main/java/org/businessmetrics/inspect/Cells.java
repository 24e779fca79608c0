package org.businessmetrics.inspect;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of the database as text that a person or a program reads. */
final class Cells {
  private Cells() {}

  /** All rows that are left. */
  static Table read(ResultSet rows) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    List<String> columns = new ArrayList<>();
    List<Table.Type> types = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(meta.getColumnLabel(i));
      types.add(type(meta, i));
    }
    List<List<@Nullable String>> result = new ArrayList<>();
    while (rows.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        row.add(text(rows, meta, i));
      }
      result.add(row);
    }
    return new Table(columns, types, result);
  }

  /** One value; null for NULL. */
  static @Nullable String text(ResultSet rows, ResultSetMetaData meta, int column)
      throws SQLException {
    String text = rows.getString(column);
    if (text == null) {
      return null;
    }
    return switch (meta.getColumnType(column)) {
      case Types.NUMERIC ->
          rows.getObject(column) instanceof BigDecimal number ? plain(number) : text;
      case Types.BIT, Types.BOOLEAN ->
          isBoolean(meta, column) ? Boolean.toString(rows.getBoolean(column)) : text;
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
          isInstant(meta, column) && !text.endsWith("infinity")
              ? rows.getObject(column, OffsetDateTime.class).toInstant().toString()
              : text;
      default -> text;
    };
  }

  private static Table.Type type(ResultSetMetaData meta, int column) throws SQLException {
    return switch (meta.getColumnType(column)) {
      case Types.BIGINT, Types.INTEGER, Types.SMALLINT, Types.NUMERIC, Types.DOUBLE, Types.REAL ->
          isMoney(meta, column) ? Table.Type.TEXT : Table.Type.NUMBER;
      case Types.BIT, Types.BOOLEAN ->
          isBoolean(meta, column) ? Table.Type.BOOLEAN : Table.Type.TEXT;
      default -> Table.Type.TEXT;
    };
  }

  /** Whether a column holds what anybody may have written, and not a number or a date. */
  static boolean isWords(ResultSetMetaData meta, int column) throws SQLException {
    return meta.getColumnType(column) == Types.VARCHAR || meta.getColumnType(column) == Types.CHAR;
  }

  /** PostgreSQL's own type money is text with a currency sign, which JDBC calls a double. */
  private static boolean isMoney(ResultSetMetaData meta, int column) throws SQLException {
    return meta.getColumnTypeName(column).equals("money");
  }

  /** JDBC knows one type for bool and bit(n). */
  private static boolean isBoolean(ResultSetMetaData meta, int column) throws SQLException {
    return meta.getColumnTypeName(column).equals("bool");
  }

  private static boolean isInstant(ResultSetMetaData meta, int column) throws SQLException {
    return meta.getColumnTypeName(column).equals("timestamptz");
  }

  /** Without trailing zeros, and never with an exponent. */
  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
