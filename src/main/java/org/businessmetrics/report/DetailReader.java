package org.businessmetrics.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.Kind;
import org.businessmetrics.report.ReportConfig.Segment;
import org.businessmetrics.report.ReportSnapshot.Cell;
import org.businessmetrics.report.ReportSnapshot.Checks;
import org.businessmetrics.report.ReportSnapshot.Cohort;
import org.businessmetrics.report.ReportSnapshot.CohortTable;
import org.businessmetrics.report.ReportSnapshot.FunnelTable;
import org.businessmetrics.report.ReportSnapshot.Mover;
import org.businessmetrics.report.ReportSnapshot.Span;
import org.businessmetrics.report.ReportSnapshot.Step;
import org.businessmetrics.report.ReportSnapshot.Warning;
import org.jdbi.v3.core.Handle;

/** Reads what a report shows besides the figures of {@code metric_values}. */
final class DetailReader {
  private static final int PERIODS = 12;
  private static final int FUNNEL_DAYS = 28;

  private final Handle handle;
  private final SqlFiles sql;
  private final LocalDate day;

  DetailReader(Handle handle, SqlFiles sql, LocalDate day) {
    this.handle = handle;
    this.sql = sql;
    this.day = day;
  }

  Checks checks(String run) {
    return handle
        .createQuery(sql.text("checks.sql"))
        .bind("run_id", run)
        .bind("day", day)
        .map((row, context) -> new Checks(row.getInt("passed"), row.getInt("all_checks")))
        .one();
  }

  List<Warning> warnings(String run) {
    return handle
        .createQuery(sql.text("warnings.sql"))
        .bind("run_id", run)
        .bind("day", day)
        .map(
            (row, context) ->
                new Warning(
                    row.getString("check_name"),
                    row.getObject("day", LocalDate.class),
                    row.getString("message")))
        .list();
  }

  private boolean has(String table) {
    return handle
        .createQuery(sql.text("has-table.sql"))
        .bind("table", table)
        .mapTo(Boolean.class)
        .one();
  }

  List<CohortTable> cohorts(ReportConfig report) {
    if (!has("retention_cohorts")) {
      return List.of();
    }
    return report
        .charts(Kind.RETENTION)
        .map(Chart::grain)
        .distinct()
        .map(grain -> cohorts(grain, most(report, grain)))
        .toList();
  }

  private static int most(ReportConfig report, Grain grain) {
    return report
        .charts(Kind.RETENTION)
        .filter(chart -> chart.grain() == grain)
        .mapToInt(Chart::rows)
        .max()
        .orElse(0);
  }

  private CohortTable cohorts(Grain grain, int rows) {
    LocalDate first =
        grain == Grain.MONTH ? day.withDayOfMonth(1).minusMonths(rows) : day.minusWeeks(rows + 1L);
    Map<LocalDate, Cohort> cohorts = new LinkedHashMap<>();
    handle
        .createQuery(sql.text("cohorts.sql"))
        .bind("grain", grain.toString())
        .bind("first_cohort", first)
        .bind("periods", PERIODS)
        .bind("day", day)
        .map(
            (row, context) ->
                new Cohort(
                    row.getObject("cohort_start", LocalDate.class),
                    row.getLong("cohort_size"),
                    List.of(
                        new Cell(
                            row.getInt("period"),
                            row.getBigDecimal("rate"),
                            row.getBoolean("is_complete")))))
        .forEach(
            row ->
                cohorts.merge(
                    row.start(),
                    row,
                    (before, next) -> {
                      List<Cell> cells = new ArrayList<>(before.cells());
                      cells.addAll(next.cells());
                      return new Cohort(before.start(), before.size(), cells);
                    }));
    List<Cohort> all = List.copyOf(cohorts.values());
    return new CohortTable(grain, all.subList(Math.max(0, all.size() - rows), all.size()));
  }

  List<FunnelTable> funnels(ReportConfig report) {
    if (!has("funnel_steps")) {
      return List.of();
    }
    return report
        .charts(Kind.FUNNEL)
        .flatMap(chart -> chart.funnel().stream())
        .distinct()
        .flatMap(name -> funnel(name).stream())
        .toList();
  }

  private Optional<FunnelTable> funnel(String name) {
    return handle
        .createQuery(sql.text("funnel.sql"))
        .bind("funnel", name)
        .bind("days", FUNNEL_DAYS)
        .bind("day", day)
        .map(
            (row, context) ->
                new FunnelTable(
                    name,
                    row.getObject("first_day", LocalDate.class),
                    row.getObject("last_day", LocalDate.class),
                    List.of(
                        new Step(
                            row.getInt("step"), row.getString("step_name"), row.getLong("users")))))
        .list()
        .stream()
        .reduce(
            (before, next) -> {
              List<Step> steps = new ArrayList<>(before.steps());
              steps.addAll(next.steps());
              return new FunnelTable(name, before.first(), before.last(), steps);
            });
  }

  List<Span> unobserved() {
    if (!has("subscriptions_daily")) {
      return List.of();
    }
    List<Span> spans = new ArrayList<>();
    handle
        .createQuery(sql.text("unobserved.sql"))
        .bind("first_day", day.minusDays(History.MAX_DAYS - 1L))
        .bind("day", day)
        .mapTo(LocalDate.class)
        .forEach(
            next -> {
              Span last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
              if (last != null && last.last().plusDays(1).equals(next)) {
                spans.set(spans.size() - 1, new Span(last.first(), next));
              } else {
                spans.add(new Span(next, next));
              }
            });
    return spans;
  }

  /** By how much late rows usually change a day, of those metrics whose days were restated. */
  SortedMap<String, BigDecimal> lateMovement(
      Set<String> metrics, Map<String, HeadlineInfo> headlines) {
    Map<String, BigDecimal> byColumn = new TreeMap<>();
    handle
        .createQuery(sql.text("late_movement.sql"))
        .bind("day", day)
        .map(
            (row, context) ->
                Map.entry(
                    row.getString("table_name") + "." + row.getString("column_name"),
                    row.getBigDecimal("share")))
        .forEach(entry -> byColumn.put(entry.getKey(), entry.getValue()));
    SortedMap<String, BigDecimal> shares = new TreeMap<>();
    for (String metric : metrics) {
      Optional.ofNullable(headlines.get(metric))
          .flatMap(HeadlineInfo::origin)
          .map(byColumn::get)
          .ifPresent(share -> shares.put(metric, share));
    }
    return shares;
  }

  List<Mover> movers(String metric, Optional<String> currency) {
    return handle
        .createQuery(sql.text("movers.sql"))
        .bind("metric", metric)
        .bind("day", day)
        .bind("currency", currency.orElse(""))
        .map(
            (row, context) ->
                new Mover(
                    metric,
                    new Segment(row.getString("segment"), row.getString("segment_value")),
                    row.getBigDecimal("now_value"),
                    row.getBigDecimal("before_value")))
        .list();
  }
}
