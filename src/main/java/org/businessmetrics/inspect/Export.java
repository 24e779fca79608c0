package org.businessmetrics.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;

/** Published rows as CSV: a whole table, or one headline figure out of {@code metric_values}. */
public final class Export {
  private final Connection connection;
  private final List<Metric> metrics;

  public Export(Connection connection, List<Metric> metrics) {
    this.connection = connection;
    this.metrics = List.copyOf(metrics);
  }

  /**
   * Writes the rows that are about the days from {@code first} through {@code last}, oldest first;
   * NULL is an empty field.
   *
   * @param name a published table or a headline of {@code metric_values}
   * @return the number of rows
   * @throws Failure {@link ExitCode#USAGE} when there is no such table or metric
   */
  public long write(String name, LocalDate first, LocalDate last, Appendable out) {
    Optional<Metric> table = metrics.stream().filter(m -> m.table().equals(name)).findFirst();
    if (table.isPresent()) {
      Metric metric = table.get();
      return write(
          "select * from metrics.%s where %s >= ? and %s <= ? order by %s"
              .formatted(
                  metric.table(),
                  metric.period().last(),
                  metric.period().first(),
                  String.join(", ", metric.key())),
          first,
          last,
          Optional.empty(),
          out);
    }
    boolean known =
        metrics.stream().flatMap(m -> m.headlines().stream()).anyMatch(h -> h.name().equals(name));
    if (!known) {
      throw new Failure(
          ExitCode.USAGE,
          "Unknown table or metric: '%s'. Tables: %s. Metrics: `metrics explain --list`."
              .formatted(
                  name, String.join(", ", metrics.stream().map(Metric::table).sorted().toList())));
    }
    return write(
        "select * from metrics.metric_values where day >= ? and period_start <= ? and metric = ?"
            + " order by grain, day, segment, segment_value, currency",
        first,
        last,
        Optional.of(name),
        out);
  }

  private long write(
      String sql, LocalDate first, LocalDate last, Optional<String> metric, Appendable out) {
    try {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setFetchSize(10_000);
        statement.setObject(1, first);
        statement.setObject(2, last);
        if (metric.isPresent()) {
          statement.setString(3, metric.get());
        }
        try (ResultSet rows = statement.executeQuery()) {
          return print(rows, out);
        }
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "The export failed: %s. Has a run published yet? See `metrics status`."
              .formatted(e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long print(ResultSet rows, Appendable out) throws SQLException, IOException {
    CSVPrinter printer =
        new CSVPrinter(
            out, CSVFormat.RFC4180.builder().setHeader(rows).setRecordSeparator('\n').get());
    int columns = rows.getMetaData().getColumnCount();
    long count = 0;
    while (rows.next()) {
      for (int i = 1; i <= columns; i++) {
        Object value = rows.getObject(i);
        printer.print(
            value instanceof BigDecimal number ? ReadOnlyQuery.plain(number) : rows.getString(i));
      }
      printer.println();
      count++;
    }
    printer.flush();
    return count;
  }
}
