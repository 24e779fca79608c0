package org.businessmetrics.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Spreadsheet;
import org.businessmetrics.config.Suggestion;
import org.businessmetrics.ledger.Store;

/** Published rows as CSV: a whole table, or one headline figure out of {@code metric_values}. */
public final class Export {
  private static final int ROWS_AT_A_TIME = 10_000;

  private final Store store;
  private final List<Metric> metrics;

  public Export(Store store, List<Metric> metrics) {
    this.store = store;
    this.metrics = List.copyOf(metrics);
  }

  /**
   * Writes the rows that are about the days from {@code first} through {@code last}, oldest first;
   * NULL is an empty field, and words that a spreadsheet would run begin with an apostrophe.
   *
   * @param name a published table or a headline of {@code metric_values}
   * @return the number of rows
   * @throws Failure {@link ExitCode#USAGE} when there is no such table or metric, or the days run
   *     backwards
   */
  public long write(String name, LocalDate first, LocalDate last, Appendable out) {
    if (last.isBefore(first)) {
      throw new Failure(
          ExitCode.USAGE,
          "Invalid days: %s to %s (the last must not be before the first)".formatted(first, last));
    }
    Optional<Metric> table = metrics.stream().filter(m -> m.table().equals(name)).findFirst();
    if (table.isPresent()) {
      Metric metric = table.get();
      String sql =
          store.sql(
              "inspect/export_table",
              Map.of(
                  "table", metric.table(),
                  "first", metric.period().first(),
                  "last", metric.period().last(),
                  "key", String.join(", ", metric.key())));
      return write(sql, first, last, Optional.empty(), out);
    }
    requireHeadline(name);
    return write(store.sql("inspect/export_metric"), first, last, Optional.of(name), out);
  }

  private void requireHeadline(String name) {
    List<String> headlines =
        metrics.stream().flatMap(m -> m.headlines().stream()).map(h -> h.name()).toList();
    if (headlines.contains(name)) {
      return;
    }
    List<String> tables = metrics.stream().map(Metric::table).sorted().toList();
    List<String> known = new ArrayList<>(tables);
    known.addAll(headlines);
    throw new Failure(
        ExitCode.USAGE,
        "Unknown table or metric: '%s'%s.%nTables: %s. Metrics: `metrics explain --list`."
            .formatted(name, Suggestion.hint(name, known), String.join(", ", tables)));
  }

  private long write(
      String sql, LocalDate first, LocalDate last, Optional<String> metric, Appendable out) {
    try (Connection connection = store.connect("metrics export")) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setFetchSize(ROWS_AT_A_TIME);
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
      throw store.failure(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long print(ResultSet rows, Appendable out) throws SQLException, IOException {
    CSVPrinter printer =
        new CSVPrinter(
            out, CSVFormat.RFC4180.builder().setHeader(rows).setRecordSeparator('\n').get());
    ResultSetMetaData meta = rows.getMetaData();
    long count = 0;
    while (rows.next()) {
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        String text = Cells.text(rows, meta, i);
        printer.print(text != null && Cells.isWords(meta, i) ? Spreadsheet.text(text) : text);
      }
      printer.println();
      count++;
    }
    printer.flush();
    return count;
  }
}
