package org.businessmetrics.publish;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.FxRates;
import org.businessmetrics.config.FxRates.Quote;
import org.businessmetrics.ledger.Sql;
import org.businessmetrics.ledger.StagedRates;
import org.businessmetrics.ledger.StagingTables;
import org.businessmetrics.ledger.Store;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A run's rows before they are published: unlogged tables of schema {@code pipeline} named after
 * the run. Closing drops them, whatever happened; what a killed process leaves, the next run drops.
 */
public final class Staging implements AutoCloseable {
  /** How many published rates the file gives otherwise, and between which days. */
  public record RatesLeft(long rates, LocalDate firstDay, LocalDate lastDay) {}

  private final Store store;
  private final UUID runId;

  public Staging(Store store, UUID runId) {
    this.store = store;
    this.runId = runId;
  }

  /**
   * Stages a metric's rows, replacing what the run staged for it before.
   *
   * @param rows values in the order of the metric's columns: String, Long, Integer, Short,
   *     BigDecimal, Boolean, LocalDate, Instant or null; never a floating point number
   * @return how many rows there were
   */
  public long copy(Metric metric, Iterator<@Nullable Object[]> rows) {
    String table = "pipeline." + Sql.name(StagingTables.name(runId, metric.table()));
    String columns =
        Sql.list(metric.columns(), column -> Sql.name(column.name()) + " " + column.type());
    try (Connection connection = store.connect("metrics " + runId + " staging");
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists " + table);
      statement.execute("create unlogged table %s (%s)".formatted(table, columns));
      long count =
          copyInto(
              connection.unwrap(PGConnection.class),
              "copy %s from stdin (format csv)".formatted(table),
              new CsvRow(metric),
              rows);
      statement.execute("analyze " + table);
      return count;
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * Stages the rates of the job's file, carried over days without a quotation.
   *
   * @return the rates that stand and that the file gives otherwise, which the run leaves alone as
   *     it does not publish their days; empty where there are none
   */
  public Optional<RatesLeft> rates(StagedRates staged, FxRates rates) {
    try (Connection connection = store.connect("metrics " + runId + " staging");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create temp table quotation (day date, currency char(3), rate numeric, primary key (currency, day))");
      insert(connection, rates.quotes());
      statement.execute("analyze quotation");
      statement.execute(store.sql("publish/stage_rates", staged.placeholders()));
      try (ResultSet row =
          statement.executeQuery(store.sql("publish/rates_left", staged.placeholders()))) {
        row.next();
        return row.getLong("rates") == 0
            ? Optional.empty()
            : Optional.of(
                new RatesLeft(
                    row.getLong("rates"),
                    row.getObject("first_day", LocalDate.class),
                    row.getObject("last_day", LocalDate.class)));
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private static void insert(Connection connection, List<Quote> quotes) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into quotation (day, currency, rate) select * from unnest(?::date[], ?::text[], ?::numeric[])")) {
      insert.setArray(1, array(connection, "date", quotes, Quote::day));
      insert.setArray(2, array(connection, "text", quotes, Quote::currency));
      insert.setArray(3, array(connection, "numeric", quotes, Quote::rate));
      insert.executeUpdate();
    }
  }

  private static Array array(
      Connection connection, String type, List<Quote> quotes, Function<Quote, Object> of)
      throws SQLException {
    return connection.createArrayOf(type, quotes.stream().map(of).toArray());
  }

  private static long copyInto(
      PGConnection connection, String sql, CsvRow row, Iterator<@Nullable Object[]> rows)
      throws SQLException {
    CopyIn copy = connection.getCopyAPI().copyIn(sql);
    try {
      while (rows.hasNext()) {
        row.append(rows.next());
        if (row.isFull()) {
          row.flushTo(copy);
        }
      }
      row.flushTo(copy);
      return copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  /** Drops the run's staging tables. */
  @Override
  public void close() {
    try (Connection connection = store.connect("metrics " + runId + " staging");
        Statement statement = connection.createStatement()) {
      for (String table : tables(statement)) {
        statement.execute("drop table if exists " + table);
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private List<String> tables(Statement statement) throws SQLException {
    return Queries.texts(statement, store.sql("staging_tables")).stream()
        .filter(table -> table.startsWith("pipeline." + StagingTables.prefix(runId)))
        .toList();
  }
}
