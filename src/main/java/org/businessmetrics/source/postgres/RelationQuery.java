package org.businessmetrics.source.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.businessmetrics.source.canonical.CanonicalColumn;
import org.businessmetrics.source.canonical.ColumnType;
import org.businessmetrics.source.canonical.ContractReport;
import org.businessmetrics.source.canonical.Decimals;

/** A source's SELECT as the server describes it. Only canonical columns are ever asked of it. */
public record RelationQuery(SourceSql sql, List<Found> found) {

  /** A column of the SELECT and its PostgreSQL type. */
  public record Found(String name, String type) {}

  /** Asks the server. The statement runs, without rows, because only then are grants checked. */
  public static RelationQuery describe(Connection connection, SourceSql sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from " + sql.asSubquery() + " limit 0")) {
      ResultSetMetaData data = rows.getMetaData();
      List<Found> found = new ArrayList<>();
      for (int i = 1; i <= data.getColumnCount(); i++) {
        found.add(new Found(data.getColumnLabel(i), PgType.plain(data.getColumnTypeName(i))));
      }
      return new RelationQuery(sql, List.copyOf(found));
    }
  }

  /** Compares with the canonical columns. */
  void check(ContractReport report) {
    String relation = sql.relation().name();
    report.columns(sql.relation(), found.stream().map(Found::name).toList(), place(), true);
    for (Found column : found) {
      sql.relation()
          .column(column.name())
          .ifPresent(
              wanted -> {
                if (PgType.cast(wanted.type(), column.type()).isEmpty()) {
                  report.problem(
                      "%s.%s: expected %s, found %s (%s)"
                          .formatted(
                              relation,
                              column.name(),
                              wanted.type().inPostgres(),
                              PgType.display(column.type()),
                              place()));
                } else if (wanted.type() == ColumnType.ID) {
                  report.idType(
                      sql.relation(), column.name(), isUuid(column.name()) ? "uuid" : "text");
                }
              });
    }
  }

  /** The canonical columns that the SELECT gives, in canonical order. */
  public List<CanonicalColumn> columns() {
    List<String> names = found.stream().map(Found::name).toList();
    return sql.relation().columnsWithSegments(names).stream()
        .filter(column -> names.contains(column.name()))
        .toList();
  }

  /** Whether the column is a UUID on the server. */
  public boolean isUuid(String column) {
    return type(column).equals("uuid");
  }

  /** The given canonical columns, cast to their canonical types. */
  public String select(Collection<CanonicalColumn> columns) {
    return "select %s from %s"
        .formatted(
            columns.stream().map(this::expression).collect(Collectors.joining(", ")),
            sql.asSubquery());
  }

  /** All canonical columns but the segments; an absent one is a typed NULL. */
  public String selectAll() {
    return select(sql.relation().columns());
  }

  /** The names of the decimal columns that the SELECT gives. */
  public List<String> amounts() {
    return columns().stream()
        .filter(column -> column.type() == ColumnType.DECIMAL)
        .map(CanonicalColumn::name)
        .toList();
  }

  /** The number of rows, then the sum of each of the amounts, over the values that can be read. */
  public String totals(List<String> amounts) {
    String sums =
        amounts.stream()
            .map(SourceSql::quoted)
            .map(
                name ->
                    ", sum(%1$s) filter (where %1$s = trunc(%1$s, %2$d) and abs(%1$s) < 1e%3$d)"
                        .formatted(name, Decimals.SCALE, Decimals.PRECISION - Decimals.SCALE))
            .collect(Collectors.joining());
    return "select count(*)%s from (%s) rows".formatted(sums, select(columns()));
  }

  /** What to name in messages. */
  public String place() {
    return sql.file().toString();
  }

  private String expression(CanonicalColumn column) {
    String name = SourceSql.quoted(column.name());
    String type = type(column.name());
    if (type.isEmpty()) {
      return "null::%s as %s".formatted(PgType.ofNull(column.type()), name);
    }
    String cast =
        PgType.cast(column.type(), type)
            .orElseThrow(
                () -> new IllegalStateException("Unchecked column " + column.name() + " " + type));
    return cast.isEmpty() ? name : name + cast + " as " + name;
  }

  private String type(String column) {
    return found.stream()
        .filter(candidate -> candidate.name().equals(column))
        .map(Found::type)
        .findFirst()
        .orElse("");
  }
}
