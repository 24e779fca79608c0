package org.businessmetrics.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.Goal;
import org.businessmetrics.report.ReportConfig.Kind;
import org.businessmetrics.report.ReportConfig.Layer;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportConfig.Page;
import org.businessmetrics.report.ReportConfig.Paper;
import org.businessmetrics.report.ReportConfig.Pool;
import org.businessmetrics.report.ReportConfig.Segment;
import org.businessmetrics.report.ReportConfig.Show;
import org.businessmetrics.report.ReportConfig.Table;
import org.businessmetrics.report.ReportConfig.TableKind;
import org.businessmetrics.report.ReportConfig.Tile;
import org.businessmetrics.report.ReportConfig.Width;
import org.jspecify.annotations.Nullable;

/** Reads the pages of a report: tiles, charts, tables, and the metrics that they name. */
final class PageReader {
  static final List<String> PAGE_KEYS = List.of("title", "tiles", "charts", "tables");
  static final List<String> TILE_KEYS =
      List.of("metric", "title", "segment", "unit", "goal", "show", "notes");
  static final List<String> CHART_KEYS =
      List.of(
          "title", "kind", "width", "days", "series", "losses", "figures", "layers", "pool",
          "grain", "rows", "funnel");
  static final List<String> FIGURE_KEYS = List.of("metric", "title", "segment", "goal", "show");
  static final List<String> TABLE_KEYS = List.of("title", "kind", "width", "metrics", "rows");
  static final List<String> MEASURE_KEYS = List.of("metric", "title", "segment");
  private static final int MAX_SERIES = 5;
  private static final int MAX_FIGURES = 8;
  private static final int MAX_DAYS = 390;

  private final Map<String, HeadlineInfo> headlines;
  private final List<String> problems;

  PageReader(Map<String, HeadlineInfo> headlines, List<String> problems) {
    this.headlines = headlines;
    this.problems = problems;
  }

  @Nullable Page page(ReportYaml yaml, Paper paper) {
    if (!yaml.isMapping("{title: Overview, tiles: [{metric: dau}]}")) {
      return null;
    }
    yaml.keys(PAGE_KEYS);
    int before = problems.size();
    Page page =
        new Page(
            yaml.text("title").orElse(""),
            yaml.each("tiles", this::tile),
            yaml.each("charts", this::chart),
            yaml.each("tables", this::table));
    if (problems.size() > before) {
      return page;
    }
    if (page.tiles().isEmpty() && page.charts().isEmpty() && page.tables().isEmpty()) {
      yaml.problem("", "the page is empty: name at least one tile, chart or table");
    }
    double missing = PageLayout.missingHeight(page, paper);
    if (missing > 0) {
      yaml.problem(
          "",
          "%s tiles, %s charts and %s tables don't fit on one sheet (%s points too many); move some to another page"
              .formatted(
                  page.tiles().size(),
                  page.charts().size(),
                  page.tables().size(),
                  Math.round(missing)));
    }
    return page;
  }

  private @Nullable Tile tile(ReportYaml yaml) {
    if (!yaml.isMapping("{metric: dau}")) {
      return null;
    }
    yaml.keys(TILE_KEYS);
    return tileOf(yaml);
  }

  /** A metric's bare name, or a mapping with the keys of a tile that a small figure has. */
  private @Nullable Tile figure(ReportYaml yaml) {
    if (yaml.node().isTextual()) {
      Measure measure = named(yaml, Pool.NONE);
      return measure == null
          ? null
          : new Tile(measure.title(), measure, Optional.empty(), Goal.UP, Show.LATEST, List.of());
    }
    yaml.keys(FIGURE_KEYS);
    return tileOf(yaml);
  }

  private @Nullable Tile tileOf(ReportYaml yaml) {
    Show show = yaml.choice("show", Show.LATEST, EnumSet.allOf(Show.class));
    Optional<String> title = yaml.text("title");
    Measure measure =
        measure(
            yaml,
            show == Show.MONTH_TO_DATE ? Optional.empty() : title,
            show == Show.POOLED ? Pool.LAST_28 : Pool.NONE);
    Goal goal = yaml.choice("goal", Goal.UP, EnumSet.allOf(Goal.class));
    List<Measure> notes = yaml.each("notes", note -> named(note, Pool.NONE));
    if (measure == null) {
      return null;
    }
    if (show == Show.MONTH_TO_DATE && !isSummable(measure)) {
      yaml.problem("show", notSummable(measure) + "; remove the key");
    }
    return new Tile(title.orElse(measure.title()), measure, yaml.text("unit"), goal, show, notes);
  }

  private static boolean isSummable(Measure measure) {
    return measure.grain() == Grain.DAY
        && switch (measure.unit()) {
          case CURRENCY, USERS, COUNT -> true;
          case RATE, RATIO, SECONDS -> false;
        };
  }

  private static String notSummable(Measure measure) {
    return "the days of '%s' (a %s by %s) can't be added up to a month"
        .formatted(measure.metric(), measure.unit(), measure.grain());
  }

  private @Nullable Chart chart(ReportYaml yaml) {
    if (!yaml.isMapping("{kind: line, series: [dau]}")) {
      return null;
    }
    yaml.keys(CHART_KEYS);
    Kind kind = yaml.choice("kind", Kind.LINE, EnumSet.allOf(Kind.class));
    Pool pool = yaml.choice("pool", Pool.NONE, EnumSet.of(Pool.NONE, Pool.WEEK));
    List<Measure> series = yaml.each("series", line -> named(line, pool));
    List<Measure> losses = yaml.each("losses", line -> named(line, Pool.NONE));
    List<Tile> figures = yaml.each("figures", this::figure);
    Set<Layer> layers = yaml.choices("layers", Layer.class);
    check(yaml, kind, series, losses, layers);
    String title =
        yaml.text("title").orElse(series.isEmpty() ? ReportYaml.word(kind) : series.get(0).title());
    return new Chart(
        title,
        kind,
        yaml.choice("width", Width.HALF, EnumSet.allOf(Width.class)),
        yaml.number("days", kind == Kind.MOVEMENTS ? 365 : 90, 7, MAX_DAYS),
        series,
        losses,
        figures,
        layers,
        yaml.choice("grain", Grain.WEEK, EnumSet.of(Grain.WEEK, Grain.MONTH)),
        yaml.number("rows", 8, 1, 24),
        yaml.text("funnel"));
  }

  private static void check(
      ReportYaml yaml, Kind kind, List<Measure> series, List<Measure> losses, Set<Layer> layers) {
    int declared = yaml.node().path("series").size();
    int least = leastSeries(kind);
    int most = mostSeries(kind);
    if (declared < least || declared > most) {
      String takes = least == most ? (least == 0 ? "none" : "one") : least + " to " + most;
      yaml.problem(
          "series",
          "a chart of kind %s takes %s, found %s"
              .formatted(ReportYaml.word(kind), takes, declared));
    }
    int figures = yaml.node().path("figures").size();
    if (kind == Kind.FIGURES && (figures < 1 || figures > MAX_FIGURES)) {
      yaml.problem(
          "figures",
          "a chart of kind figures takes 1 to %s, found %s".formatted(MAX_FIGURES, figures));
    } else if (kind != Kind.FIGURES && figures > 0) {
      yaml.problem("figures", "only a chart of kind figures has them; remove the key");
    }
    if (!losses.isEmpty() && kind != Kind.MOVEMENTS) {
      yaml.problem("losses", "only a chart of kind movements has them; remove the key");
    }
    if (!layers.isEmpty() && (kind != Kind.LINE || series.size() > 1)) {
      yaml.problem("layers", "only a line of one series has them; remove the key");
    }
    if (kind == Kind.FUNNEL && !yaml.has("funnel")) {
      yaml.problem("funnel", "is missing: the funnel's name");
    }
    if (kind == Kind.MONTH_TO_DATE && !series.isEmpty() && !isSummable(series.get(0))) {
      yaml.problem("series", notSummable(series.get(0)));
    }
    if (series.stream().map(Measure::unit).distinct().count() > 1) {
      yaml.problem("series", "all series of a chart must be of one unit");
    }
    if (series.stream().map(Measure::grain).distinct().count() > 1) {
      yaml.problem("series", "all series of a chart must be of one grain");
    }
  }

  private static int leastSeries(Kind kind) {
    return switch (kind) {
      case RETENTION, FUNNEL, FIGURES, NOTES -> 0;
      case LINE, BARS, MOVEMENTS, MONTH_TO_DATE, RANKED -> 1;
      case STACKED -> 2;
    };
  }

  private static int mostSeries(Kind kind) {
    return switch (kind) {
      case RETENTION, FUNNEL, FIGURES, NOTES -> 0;
      case BARS, MONTH_TO_DATE, RANKED -> 1;
      case LINE, STACKED, MOVEMENTS -> MAX_SERIES;
    };
  }

  private @Nullable Table table(ReportYaml yaml) {
    if (!yaml.isMapping("{kind: figures}")) {
      return null;
    }
    yaml.keys(TABLE_KEYS);
    TableKind kind = yaml.choice("kind", TableKind.FIGURES, EnumSet.allOf(TableKind.class));
    List<Measure> measures = yaml.each("metrics", each -> named(each, Pool.NONE));
    check(yaml, kind, measures);
    String title =
        yaml.text("title")
            .orElse(
                switch (kind) {
                  case FIGURES -> "The figures";
                  case HISTORY -> "History";
                  case PARTS -> "Parts";
                  case DEFINITIONS -> "What the figures mean";
                });
    return new Table(
        title,
        kind,
        yaml.choice("width", Width.HALF, EnumSet.allOf(Width.class)),
        measures,
        yaml.number("rows", 12, 1, 60));
  }

  private static void check(ReportYaml yaml, TableKind kind, List<Measure> measures) {
    if (kind.hasAColumnAMetric() && yaml.node().path("metrics").isEmpty()) {
      yaml.problem(
          "metrics", "a table of kind %s takes at least one".formatted(ReportYaml.word(kind)));
    }
    if (kind == TableKind.HISTORY && measures.stream().map(Measure::grain).distinct().count() > 1) {
      yaml.problem("metrics", "all columns of a history must be of one grain");
    }
    if (kind == TableKind.PARTS) {
      for (Measure measure : measures) {
        if (!measure.segment().standsForEach()) {
          yaml.problem(
              "metrics",
              "'%s' has no parts to be listed; name metrics by plan or feature, as mrr_by_plan"
                  .formatted(measure.metric()));
        }
      }
      if (measures.stream().map(Measure::segment).distinct().count() > 1) {
        yaml.problem("metrics", "all columns must be of the same parts");
      }
    }
  }

  /** A metric's bare name, or a mapping with its name, a title and a segment. */
  private @Nullable Measure named(ReportYaml yaml, Pool pool) {
    if (yaml.node().isTextual()) {
      return known(yaml.node().asText(), yaml, "", Optional.empty(), pool);
    }
    yaml.keys(MEASURE_KEYS);
    return measure(yaml, yaml.text("title"), pool);
  }

  private @Nullable Measure measure(ReportYaml yaml, Optional<String> title, Pool pool) {
    String metric = yaml.text("metric").orElse("");
    if (metric.isEmpty()) {
      yaml.problem("metric", "is missing");
      return null;
    }
    return known(metric, yaml, "metric", title, pool);
  }

  private @Nullable Measure known(
      String metric, ReportYaml yaml, String key, Optional<String> title, Pool pool) {
    HeadlineInfo info = headlines.get(metric);
    if (info == null) {
      yaml.problem(
          key,
          "unknown metric '%s'%s"
              .formatted(metric, ReportYaml.hint(metric, new TreeSet<>(headlines.keySet()))));
      return null;
    }
    if (pool != Pool.NONE && info.parts().isEmpty()) {
      yaml.problem(key, "the days of '%s' can't be pooled: it is no fraction".formatted(metric));
    }
    return new Measure(
        metric,
        title.orElse(info.title()),
        info.unit(),
        pool == Pool.WEEK ? Grain.WEEK : info.grain(),
        segment(yaml, info),
        pool,
        info.definition(),
        info.replayed());
  }

  /** As in {@code segment: {plan: premium}}. */
  private static Segment segment(ReportYaml yaml, HeadlineInfo info) {
    JsonNode node = yaml.node().path("segment");
    if (node.isMissingNode()) {
      return info.segment().map(name -> new Segment(name, "all")).orElse(Segment.ALL);
    }
    if (!node.isObject() || node.size() != 1) {
      yaml.problem("segment", "must name one part as in {plan: premium}");
      return Segment.ALL;
    }
    Map.Entry<String, JsonNode> part = node.properties().iterator().next();
    return new Segment(part.getKey(), part.getValue().asText());
  }
}
