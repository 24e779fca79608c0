package org.businessmetrics.compute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.Sql;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.source.canonical.Decimals;
import org.businessmetrics.source.copy.CopyDataSource;
import org.businessmetrics.source.copy.CopySpec;

/**
 * The subscriptions as metric queries read them: the view {@code subscription_span}, one row a
 * subscription and maximal run of business days with the same state at the end of the day, worked
 * out by the pipeline's database from {@code metrics.subscription_history}.
 */
public final class SubscriptionSpans {
  /** The view's name. */
  public static final String VIEW = "subscription_span";

  private final Store store;
  private final ZoneId zone;
  private final Optional<Instant> knownAt;
  private final boolean hasChanges;

  /**
   * @param knownAt in a replay, the instant after which nothing is known
   * @param hasChanges whether the source remembers changes, so that a day without a copy is not
   *     merely assumed to be like its neighbours
   */
  public SubscriptionSpans(
      Store store, ZoneId zone, Optional<Instant> knownAt, boolean hasChanges) {
    this.store = store;
    this.zone = zone;
    this.knownAt = knownAt;
    this.hasChanges = hasChanges;
  }

  /** The view's columns; {@code last_day} is NULL where the state goes on after the range. */
  static StructType schema(DataType userId) {
    DataType money = DataTypes.createDecimalType(Decimals.PRECISION, Decimals.SCALE);
    return new StructType()
        .add("user_id", userId)
        .add("subscription_id", DataTypes.StringType)
        .add("first_day", DataTypes.DateType)
        .add("last_day", DataTypes.DateType)
        .add("status", DataTypes.StringType)
        .add("plan", DataTypes.StringType)
        .add("currency", DataTypes.StringType)
        .add("mrr", money)
        .add("trial_mrr", money)
        .add("is_in_force", DataTypes.BooleanType)
        .add("is_trialing", DataTypes.BooleanType)
        .add("is_past_due", DataTypes.BooleanType)
        .add("cancels_at_period_end", DataTypes.BooleanType)
        .add("cancel_requested_day", DataTypes.DateType)
        .add("end_reason", DataTypes.StringType)
        .add("trial_start", DataTypes.TimestampType)
        .add("trial_end", DataTypes.TimestampType)
        .add("first_trial_start", DataTypes.TimestampType)
        .add("source", DataTypes.StringType);
  }

  static Dataset<Row> none(SparkSession spark, DataType userId) {
    return spark.createDataFrame(List.<Row>of(), schema(userId));
  }

  /**
   * Reads the spans of which a day lies in the window.
   *
   * @param use must be done with the rows, which are lazy, when it returns
   */
  Dataset<Row> read(
      SparkSession spark,
      DataType userId,
      LocalDate windowStart,
      LocalDate lastDay,
      UnaryOperator<Dataset<Row>> use) {
    Map<String, String> values = values(lastDay);
    values.put("window_start", Sql.day(windowStart));
    values.put("confirmed", Sql.text(hasChanges ? "events" : "assumed"));
    values.put("id_type", userId instanceof StructType ? "uuid" : "text");
    String query = store.sql("history/spans", values);
    try (Connection exporter = store.connect("metrics subscription spans")) {
      exporter.setAutoCommit(false);
      CopySpec spec =
          new CopySpec(
              store.address(),
              export(exporter),
              "metrics subscription spans reader",
              VIEW,
              "sql/store/history/spans.sql",
              "select * from (" + query + ") as span",
              "subscription_id",
              List.of(),
              List.of("true"));
      return use.apply(
          spark
              .read()
              .format(CopyDataSource.class.getName())
              .schema(schema(userId))
              .options(spec.toOptions())
              .load());
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * Subscriptions that would count on a day of the range and are left out, each with its reason.
   */
  public Quarantine unpriced(LocalDate firstDay, LocalDate lastDay) {
    Map<String, String> values = values(lastDay);
    values.put("first_day", Sql.day(firstDay));
    Map<String, Long> byReason = new TreeMap<>();
    List<Quarantine.Example> rows = new ArrayList<>();
    try (Connection connection = store.connect("metrics subscription prices");
        Statement statement = connection.createStatement()) {
      try (ResultSet found = statement.executeQuery(store.sql("history/unpriced", values))) {
        while (found.next()) {
          String reason = found.getString(2);
          byReason.merge(reason, 1L, Long::sum);
          rows.add(
              new Quarantine.Example(
                  found.getString(1), reason, found.getObject(3, LocalDate.class)));
        }
      }
      try (ResultSet known =
          statement.executeQuery(
              "select count(distinct subscription_id) from metrics.subscription_history")) {
        known.next();
        return new Quarantine("subscription_history", known.getLong(1), byReason, rows);
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private Map<String, String> values(LocalDate lastDay) {
    Map<String, String> values = new TreeMap<>();
    values.put("zone", Sql.text(zone.getId()));
    values.put("last_day", Sql.day(lastDay));
    // A merge may record a moment after its instant; see recorded_at.sql.
    values.put(
        "known_at",
        knownAt.map(at -> Sql.instant(at.plusSeconds(1))).orElse("timestamptz 'infinity'"));
    return values;
  }

  private static String export(Connection exporter) throws SQLException {
    try (Statement statement = exporter.createStatement()) {
      statement.execute("set transaction isolation level repeatable read, read only");
      try (ResultSet row = statement.executeQuery("select pg_export_snapshot()")) {
        if (!row.next()) {
          throw new Failure(ExitCode.INTERNAL, "The database exported no snapshot");
        }
        return row.getString(1);
      }
    }
  }
}
