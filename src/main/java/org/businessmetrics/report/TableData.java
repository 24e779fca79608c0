package org.businessmetrics.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportConfig.Pool;
import org.businessmetrics.report.ReportConfig.Show;
import org.businessmetrics.report.ReportConfig.Table;
import org.businessmetrics.report.ReportConfig.TableKind;
import org.businessmetrics.report.ReportConfig.Tile;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.businessmetrics.report.ReportSnapshot.Series;
import org.jspecify.annotations.Nullable;

/** A table as text. The first cell of a row is its head. */
record TableData(String title, TableKind kind, List<Column> columns, List<List<String>> rows) {
  /** A column and whether its cells are numbers. */
  record Column(String head, boolean isNumber) {}

  /** Whether cells may take several lines, those of the last column most. */
  boolean wraps() {
    return kind == TableKind.DEFINITIONS;
  }

  static TableData of(Table table, ReportSnapshot snapshot) {
    return switch (table.kind()) {
      case FIGURES -> figures(table, snapshot);
      case HISTORY -> history(table, snapshot);
      case PARTS -> parts(table, snapshot);
      case DEFINITIONS -> definitions(table, snapshot);
    };
  }

  private static TableData figures(Table table, ReportSnapshot snapshot) {
    List<List<String>> rows = new ArrayList<>();
    if (table.measures().isEmpty()) {
      int tiles = (int) snapshot.report().tiles().count();
      List<TileFigure> figures = Figures.all(snapshot);
      for (int i = 0; i < figures.size(); i++) {
        rows.add(row(figures.get(i), figures.get(i).title()));
        if (i < tiles) {
          others(figures.get(i).tile(), snapshot, rows);
        }
      }
    }
    List<Measure> measures =
        table.measures().isEmpty() ? snapshot.report().measures() : table.measures();
    for (Measure measure : measures) {
      if (!measure.segment().standsForEach() && measure.pool() == Pool.NONE) {
        boolean all = table.measures().isEmpty();
        boolean onTile = all && isLatest(snapshot.report().tiles(), measure);
        boolean inFigures = all && isLatest(snapshot.report().figures(), measure);
        if (!onTile) {
          newest(measure, inFigures, snapshot, rows);
        }
      }
    }
    List<Column> columns =
        List.of(
            new Column("Figure", false),
            new Column("Period", false),
            new Column("Value", true),
            new Column("Change", false),
            new Column("State", false));
    return new TableData(table.title(), table.kind(), columns, List.copyOf(rows));
  }

  /** A tile's figure in the currencies that the tile leaves out. */
  private static void others(Tile tile, ReportSnapshot snapshot, List<List<String>> rows) {
    for (String code : snapshot.otherCurrencies(tile.measure())) {
      TileFigure figure = Figures.of(tile, snapshot.in(code));
      rows.add(row(figure, named(figure.title(), Optional.of(code))));
    }
  }

  private static String named(String title, Optional<String> currency) {
    return title + currency.map(code -> " (" + code + ")").orElse("");
  }

  private static List<String> row(TileFigure figure, String title) {
    StringBuilder changes = new StringBuilder();
    for (TileFigure.Change change : figure.changes()) {
      if (!change.text().equals(NumberText.UNKNOWN)) {
        boolean first = changes.isEmpty();
        changes
            .append(first ? "" : ", ")
            .append(change.text())
            .append(' ')
            .append(first ? change.against() : change.against().replaceFirst("^vs ", ""));
      }
    }
    return List.of(
        title,
        period(figure.first(), figure.last()),
        figure.inTable(),
        figure.reason().orElse(changes.toString()),
        figure.reason().isPresent() ? "" : state(figure.isFinal()));
  }

  private static boolean isLatest(Stream<Tile> figures, Measure measure) {
    return figures
        .filter(figure -> figure.show() == Show.LATEST)
        .map(Tile::measure)
        .anyMatch(one -> one.key().equals(measure.key()));
  }

  /** One row a currency, so that what small figures leave out is here. */
  private static void newest(
      Measure measure, boolean inFigures, ReportSnapshot snapshot, List<List<String>> rows) {
    for (Series series : snapshot.series()) {
      Optional<String> currency = series.currency();
      boolean shown = inFigures && (currency.isEmpty() || currency.equals(snapshot.currency()));
      if (series.key().equals(measure.key()) && !series.points().isEmpty() && !shown) {
        Point point = series.points().get(series.points().size() - 1);
        rows.add(
            List.of(
                named(measure.title(), currency),
                period(point.start(), point.day()),
                NumberText.table(point.value(), measure.unit(), currency),
                "",
                point.isComplete() ? state(point.isFinal()) : "still open"));
      }
    }
  }

  private static String period(LocalDate first, LocalDate last) {
    return first.equals(last) ? DayText.brief(last) : DayText.span(first, last);
  }

  private static String state(boolean isFinal) {
    return isFinal ? "final" : "provisional";
  }

  private static TableData history(Table table, ReportSnapshot snapshot) {
    TreeSet<LocalDate> starts = new TreeSet<>(Comparator.reverseOrder());
    for (Measure measure : table.measures()) {
      snapshot.points(measure).forEach(point -> starts.add(point.start()));
    }
    List<Column> columns = new ArrayList<>();
    Grain grain = table.measures().get(0).grain();
    columns.add(
        new Column(
            switch (grain) {
              case DAY -> "Day";
              case WEEK -> "Week from";
              case MONTH -> "Month";
            },
            false));
    table.measures().forEach(measure -> columns.add(new Column(measure.title(), true)));
    List<List<String>> rows =
        starts.stream()
            .limit(table.rows())
            .map(start -> period(table, snapshot, grain, start))
            .toList();
    return new TableData(table.title(), table.kind(), List.copyOf(columns), rows);
  }

  private static List<String> period(
      Table table, ReportSnapshot snapshot, Grain grain, LocalDate start) {
    List<String> cells = new ArrayList<>();
    boolean open = false;
    for (Measure measure : table.measures()) {
      Optional<Point> point =
          snapshot.points(measure).stream().filter(one -> one.start().equals(start)).findFirst();
      open |= point.isPresent() && !point.get().isComplete();
      cells.add(
          NumberText.table(
              point.map(Point::value).orElse(null), measure.unit(), snapshot.currencyOf(measure)));
    }
    String name = grain == Grain.MONTH ? DayText.monthAndYear(start) : DayText.brief(start);
    cells.add(0, name + (open ? ", so far" : ""));
    return List.copyOf(cells);
  }

  private static TableData parts(Table table, ReportSnapshot snapshot) {
    LocalDate day = snapshot.day().day();
    int measures = table.measures().size();
    Map<String, @Nullable BigDecimal[]> parts = new TreeMap<>();
    for (int i = 0; i < measures; i++) {
      for (Series series : snapshot.parts(table.measures().get(i))) {
        parts
                .computeIfAbsent(
                    series.key().segment().value(), name -> new @Nullable BigDecimal[measures])[i] =
            series.on(day).map(Point::value).orElse(null);
      }
    }
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(capitalised(table.measures().get(0).segment().name()), false));
    table.measures().forEach(measure -> columns.add(new Column(measure.title(), true)));
    List<Map.Entry<String, @Nullable BigDecimal[]>> known =
        parts.entrySet().stream()
            .filter(part -> Arrays.stream(part.getValue()).anyMatch(Objects::nonNull))
            .sorted(
                Comparator.comparing(
                    part -> part.getValue()[0], Comparator.nullsLast(Comparator.reverseOrder())))
            .toList();
    List<List<String>> rows =
        known.stream()
            .limit(table.rows())
            .map(part -> part(part.getKey(), part.getValue(), table, snapshot))
            .toList();
    return new TableData(
        table.title() + restOf(table, known.size(), snapshot),
        table.kind(),
        List.copyOf(columns),
        rows);
  }

  /** What the rows leave out: parts that there is no room for, and other currencies. */
  private static String restOf(Table table, int parts, ReportSnapshot snapshot) {
    String most = parts > table.rows() ? " · %s of %s".formatted(table.rows(), parts) : "";
    boolean isOfOne =
        !snapshot.converted()
            && table.measures().stream()
                .flatMap(snapshot::partsInAnyCurrency)
                .anyMatch(
                    series ->
                        series.currency().isPresent()
                            && !series.currency().equals(snapshot.currency()));
    return most + (isOfOne ? " · in %s only".formatted(snapshot.currency().orElse("")) : "");
  }

  private static List<String> part(
      String name, @Nullable BigDecimal[] values, Table table, ReportSnapshot snapshot) {
    List<String> cells = new ArrayList<>();
    cells.add(name.replace('_', ' '));
    for (int i = 0; i < values.length; i++) {
      Measure measure = table.measures().get(i);
      cells.add(NumberText.table(values[i], measure.unit(), snapshot.currencyOf(measure)));
    }
    return List.copyOf(cells);
  }

  private static String capitalised(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace('_', ' ');
  }

  private static TableData definitions(Table table, ReportSnapshot snapshot) {
    List<Measure> measures =
        table.measures().isEmpty() ? snapshot.report().measures() : table.measures();
    List<List<String>> rows = new ArrayList<>();
    TreeSet<String> seen = new TreeSet<>();
    for (Measure measure : measures) {
      if (seen.add(measure.metric())) {
        rows.add(List.of(named(measure, snapshot), measure.definition().replace('_', ' ')));
      }
    }
    List<Column> columns = List.of(new Column("Figure", false), new Column("What it means", false));
    return new TableData(table.title(), table.kind(), columns, List.copyOf(rows));
  }

  /** The name that a reader met on the pages. */
  private static String named(Measure measure, ReportSnapshot snapshot) {
    return snapshot.report().measures().stream()
        .filter(one -> one.metric().equals(measure.metric()))
        .findFirst()
        .orElse(measure)
        .title();
  }
}
