package org.businessmetrics.compute;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.businessmetrics.catalog.Metric;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a history as views: the spans, and what the facts' own statements make of
 * them in two runs, one before the range and one of it.
 */
final class SpanViews {
  /** Several metrics read the same of a history, one after the other. */
  private static @Nullable Mrr last;

  private final SparkSession session;
  private final History history;
  private final Statements statements;

  private record Mrr(
      History history, LocalDate firstDay, Dataset<Row> changes, Dataset<Row> state) {}

  SpanViews(SparkSession session, History history) {
    this.session = session;
    this.history = history;
    this.statements = new Statements(session, Path.of(""));
  }

  /** Those of which a day lies in the window; nothing is told of later days. */
  void spans(List<History.Span> spans, LocalDate windowStart, LocalDate lastDay) {
    List<Row> rows = new ArrayList<>();
    for (History.Span span : spans) {
      if (span.last().isBefore(windowStart) || span.first().isAfter(lastDay)) {
        continue;
      }
      boolean goesOn = !span.last().isBefore(lastDay);
      rows.add(
          RowFactory.create(
              span.user(),
              span.subscription(),
              span.first(),
              goesOn ? null : span.last(),
              "",
              span.plan(),
              span.currency(),
              span.mrr(),
              span.trialMrr(),
              span.isPaying(),
              span.isTrialing(),
              span.isPastDue(),
              span.cancels(),
              span.askedDay(),
              goesOn ? null : span.endReason(),
              null,
              null,
              null,
              span.source()));
    }
    session
        .createDataFrame(rows, SubscriptionSpans.schema(DataTypes.StringType))
        .createOrReplaceTempView(SubscriptionSpans.VIEW);
  }

  /** The view {@code cohort_state} of all cash that is a view. */
  void cohorts(LocalDate firstDay, LocalDate lastDay) {
    view("base_cohort_state", none(Fact.COHORT_STATE));
    view(Fact.MRR_CHANGE.table(), known(firstDay, lastDay).changes());
    view(Fact.COHORT_STATE.table(), state(Fact.COHORT_STATE, lastDay));
  }

  /** The views {@code mrr_change}, as far back as it is read, and {@code mrr_state}. */
  void mrr(List<Metric.Read> reads, LocalDate firstDay, LocalDate lastDay) {
    Mrr mrr = known(firstDay, lastDay);
    view(
        Fact.MRR_CHANGE.table(),
        mrr.changes()
            .where(
                col("day")
                    .geq(lit(firstDay.minusDays(daysBefore(reads, Fact.MRR_CHANGE.table()))))));
    view(Fact.MRR_STATE.table(), mrr.state());
    spans(history.spans(), firstDay.minusDays(daysBefore(reads, SubscriptionSpans.VIEW)), lastDay);
  }

  private Mrr known(LocalDate firstDay, LocalDate lastDay) {
    Mrr mrr = last;
    if (mrr == null || !mrr.history().equals(history) || !mrr.firstDay().equals(firstDay)) {
      mrr = mrr(firstDay, lastDay);
      last = mrr;
    }
    return mrr;
  }

  private static int daysBefore(List<Metric.Read> reads, String view) {
    return reads.stream()
        .filter(read -> read.relation().equals(view))
        .mapToInt(Metric.Read::daysBefore)
        .max()
        .orElse(0);
  }

  private Mrr mrr(LocalDate firstDay, LocalDate lastDay) {
    LocalDate start = history.start();
    view("base_mrr_state", none(Fact.MRR_STATE));
    Dataset<Row> earlier = none(Fact.MRR_CHANGE);
    if (start.isBefore(firstDay)) {
      earlier = changes(history.spansBefore(), start, firstDay.minusDays(1));
      view(Fact.MRR_CHANGE.table(), earlier);
      view("base_mrr_state", state(Fact.MRR_STATE, firstDay.minusDays(1)));
    }
    Dataset<Row> changes = changes(history.spans(), firstDay, lastDay);
    view(Fact.MRR_CHANGE.table(), changes);
    return new Mrr(history, firstDay, earlier.unionByName(changes), state(Fact.MRR_STATE, lastDay));
  }

  private Dataset<Row> changes(List<History.Span> spans, LocalDate first, LocalDate last) {
    spans(spans, first.minusDays(1), last);
    return kept(
        Fact.MRR_CHANGE,
        statements.run(
            Fact.MRR_CHANGE.table(),
            Map.of(
                "first_day", first,
                "last_day", last,
                "is_beginning", first.equals(history.start()))));
  }

  private Dataset<Row> state(Fact state, LocalDate day) {
    return kept(state, statements.run(state.table(), Map.of("day", day)));
  }

  /** The rows themselves, so that no view rests on a view that is made anew. */
  private Dataset<Row> kept(Fact fact, Dataset<Row> rows) {
    return session.createDataFrame(rows.collectAsList(), fact.schema(DataTypes.StringType));
  }

  private Dataset<Row> none(Fact fact) {
    return session.createDataFrame(List.<Row>of(), fact.schema(DataTypes.StringType));
  }

  private static void view(String name, Dataset<Row> rows) {
    rows.createOrReplaceTempView(name);
  }
}
