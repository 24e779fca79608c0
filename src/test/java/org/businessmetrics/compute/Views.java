package org.businessmetrics.compute;

import static java.time.temporal.TemporalAdjusters.lastDayOfMonth;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.businessmetrics.catalog.Metric;

/**
 * Shows a history to one metric as the views that its query reads, each cut to the days that its
 * metric.yaml asks for: a query that reaches further back than it declares gives wrong figures here
 * too.
 */
final class Views {
  private final SparkSession session;
  private final History history;
  private final QueryParameters parameters;

  Views(SparkSession session, History history, QueryParameters parameters) {
    this.session = session;
    this.history = history;
    this.parameters = parameters;
  }

  /** Makes the fact views that the metric reads. */
  void create(Metric metric) {
    for (Metric.Read read : metric.reads()) {
      LocalDate first = parameters.firstDay().minusDays(read.daysBefore());
      switch (read.relation()) {
        case "user_day" -> userDay(first);
        case "signup" -> signup(first);
        case "user_revenue_day" -> userRevenueDay(first);
        case "currency_seen" -> currencySeen();
        case "business_day" -> businessDay(first);
        default -> {
          // A canonical relation or another metric: the caller's to give.
        }
      }
    }
  }

  private void userDay(LocalDate first) {
    List<Row> rows = new ArrayList<>();
    history
        .active()
        .forEach(
            (user, days) -> {
              for (LocalDate day : reached(days, first)) {
                rows.add(RowFactory.create(user, day, 1L, days.lower(day)));
              }
            });
    view("user_day", "user_id string, day date, events bigint, previous_day date", rows);
  }

  private NavigableSet<LocalDate> reached(NavigableSet<LocalDate> days, LocalDate first) {
    return days.subSet(first, true, parameters.lastDay(), true);
  }

  private void signup(LocalDate first) {
    List<Row> rows = new ArrayList<>();
    for (History.Signup signup : history.signups()) {
      if (History.within(signup.day(), first, parameters.lastDay())) {
        rows.add(RowFactory.create(signup.user(), signup.day()));
      }
    }
    view("signup", "user_id string, day date", rows);
  }

  private void userRevenueDay(LocalDate first) {
    List<Row> rows = new ArrayList<>();
    for (History.Cash cash : history.cash()) {
      if (History.within(cash.day(), first, parameters.lastDay())) {
        rows.add(
            RowFactory.create(
                cash.user(),
                cash.day(),
                cash.currency(),
                cash.gross(),
                cash.refunds(),
                cash.subscriptionNet(),
                cash.oneOffNet(),
                cash.charges()));
      }
    }
    view(
        "user_revenue_day",
        "user_id string, day date, currency string, gross decimal(38,6), refunds decimal(38,6),"
            + " subscription_net decimal(38,6), one_off_net decimal(38,6), charges bigint",
        rows);
  }

  private void currencySeen() {
    List<Row> rows = new ArrayList<>();
    history
        .currencies()
        .forEach((currency, firstDay) -> rows.add(RowFactory.create(currency, firstDay)));
    view("currency_seen", "currency string, first_day date", rows);
  }

  private void businessDay(LocalDate first) {
    List<Row> rows = new ArrayList<>();
    LocalDate from = first.isBefore(history.start()) ? history.start() : first;
    for (LocalDate day : History.days(from, parameters.lastDay())) {
      LocalDate weekStart = history.weekStart(day);
      rows.add(
          RowFactory.create(
              day,
              day.atStartOfDay(parameters.zone()).toInstant(),
              day.plusDays(1).atStartOfDay(parameters.zone()).toInstant(),
              weekStart,
              weekStart.plusDays(6),
              day.withDayOfMonth(1),
              day.with(lastDayOfMonth())));
    }
    view(
        "business_day",
        "day date, starts_at timestamp, ends_at timestamp, week_start date, week_end date,"
            + " month_start date, month_end date",
        rows);
  }

  private void view(String name, String schema, List<Row> rows) {
    session.createDataFrame(rows, StructType.fromDDL(schema)).createOrReplaceTempView(name);
  }
}
