package org.businessmetrics.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.businessmetrics.calendar.Period;
import org.businessmetrics.config.Failure;

/**
 * What is drawn: a file under {@code reports/} with titles, units and grains filled in from the
 * catalog. Part of every snapshot, so that an old page can be drawn again as it was.
 *
 * @param name begins the names of the files that are written
 * @param audience for whom it is made, in words
 * @param currency the currency of all money in the report; empty: the job's reporting currency,
 *     else the one with the most payers
 */
public record ReportConfig(
    String name,
    String title,
    Optional<String> audience,
    Period period,
    Paper paper,
    Optional<String> currency,
    List<Page> pages,
    List<Target> targets,
    List<Annotation> annotations) {

  public ReportConfig {
    pages = List.copyOf(pages);
    targets = List.copyOf(targets);
    annotations = List.copyOf(annotations);
  }

  /** One sheet of paper. */
  public record Page(String title, List<Tile> tiles, List<Chart> charts, List<Table> tables) {
    public Page {
      tiles = List.copyOf(tiles);
      charts = List.copyOf(charts);
      tables = List.copyOf(tables);
    }
  }

  /** One part of what a metric is broken down by, as plan and premium. */
  public record Segment(String name, String value) {
    static final Segment ALL = new Segment("all", "all");

    /** Whether it is not one part but each of them, as every plan. */
    boolean standsForEach() {
      return !equals(ALL) && value.equals(ALL.value);
    }

    /** Whether it is that one, or stands for each of those that it is one of. */
    boolean covers(Segment one) {
      return equals(one) || (standsForEach() && name.equals(one.name()));
    }
  }

  /**
   * A headline metric under the name that the page gives it.
   *
   * @param pool how the days of a fraction are taken together
   * @param definition what it means, in words
   * @param replayed whether it rests on the history of subscriptions
   */
  public record Measure(
      String metric,
      String title,
      Unit unit,
      Grain grain,
      Segment segment,
      Pool pool,
      String definition,
      boolean replayed) {

    /** What the figures of this measure are found by in a snapshot. */
    @JsonIgnore
    FigureKey key() {
      return new FigureKey(metric, segment, pool);
    }
  }

  /** Which figures: the metric, of whom, and how days are taken together. */
  public record FigureKey(String metric, Segment segment, Pool pool) {}

  /**
   * One figure with its changes and the line of the last 30 periods.
   *
   * @param title what the page calls the figure
   * @param measure its periods; where the figure is the sum of a month they have the catalog's
   *     title
   * @param noun the word behind the value, in place of the unit's own
   * @param goal which direction is good news
   * @param notes figures printed small beneath
   */
  public record Tile(
      String title,
      Measure measure,
      Optional<String> noun,
      Goal goal,
      Show show,
      List<Measure> notes) {
    public Tile {
      notes = List.copyOf(notes);
    }
  }

  /**
   * One chart.
   *
   * @param days how many days it shows, the report's day last
   * @param series what is drawn; of movements what was gained
   * @param losses of movements what was lost, as positive figures
   * @param figures the small figures, of a chart of them
   * @param layers what is drawn beneath a single line
   * @param rows the most rows of a heat-map, of bars or of notes
   * @param funnel of a funnel its name
   */
  public record Chart(
      String title,
      Kind kind,
      Width width,
      int days,
      List<Measure> series,
      List<Measure> losses,
      List<Tile> figures,
      Set<Layer> layers,
      Grain grain,
      int rows,
      Optional<String> funnel) {
    public Chart {
      series = List.copyOf(series);
      losses = List.copyOf(losses);
      figures = List.copyOf(figures);
      layers = Collections.unmodifiableSet(new TreeSet<>(layers));
    }
  }

  /**
   * Figures, or what they mean, in rows.
   *
   * @param measures of which figures; empty: all of the report's
   * @param rows of a history the most periods, of parts the most of them
   */
  public record Table(String title, TableKind kind, Width width, List<Measure> measures, int rows) {
    public Table {
      measures = List.copyOf(measures);
    }
  }

  /** What a metric should reach in a month. */
  public record Target(String metric, YearMonth month, BigDecimal value) {}

  /** Something that happened on a day, marked in every chart that shows the day. */
  public record Annotation(LocalDate day, String text) {}

  /** The sheet, in points, its long side across. */
  public enum Paper {
    A4(842, 595),
    LETTER(792, 612);

    private final double width;
    private final double height;

    Paper(double width, double height) {
      this.width = width;
      this.height = height;
    }

    double width() {
      return width;
    }

    double height() {
      return height;
    }
  }

  /** How much of the page's width a panel takes. */
  public enum Width {
    QUARTER(3),
    THIRD(4),
    HALF(6),
    TWO_THIRDS(8),
    FULL(12);

    private final int columns;

    Width(int columns) {
      this.columns = columns;
    }

    /** Of twelve. */
    int columns() {
      return columns;
    }
  }

  /** Which direction of a figure is good news. */
  public enum Goal {
    UP,
    DOWN
  }

  /** Which value a tile shows. */
  public enum Show {
    /** The report day's, or that of the last complete period for weeks and months. */
    LATEST,
    /** The sum of the month's days so far. */
    MONTH_TO_DATE,
    /** A fraction over the latest 28 complete days or cohorts together. */
    POOLED
  }

  /**
   * How the days of a fraction are taken together: the sum of the parts by the sum of the whole.
   */
  public enum Pool {
    NONE,
    /** The 28 days that end on a day. */
    LAST_28,
    /** The seven days of a calendar week, by the start of the cohort. */
    WEEK;

    /** How many days {@link #LAST_28} takes together. */
    static final int DAYS = 28;
  }

  /** What is drawn beneath a single line. */
  public enum Layer {
    /** Where a usual day would be. */
    EXPECTED,
    /** The mean of 7 days as it was 52 weeks before. */
    LAST_YEAR
  }

  /** How a chart is drawn. */
  public enum Kind {
    /** One series: thin, with the mean of 7 days in bold. Several: one line each. */
    LINE,
    /** One series as bars from 0, with the mean of 7 days as a line. */
    BARS,
    /** Two to five series on top of each other, the first one lowest. */
    STACKED,
    /** What was gained above the line, what was lost beneath it, and the net of both. */
    MOVEMENTS,
    /** The month's sum so far, against its target and the month before. */
    MONTH_TO_DATE,
    /** Cohorts by row, periods by column, the rate in each cell. */
    RETENTION,
    /** The steps of a funnel as bars, with the rate of each step. */
    FUNNEL,
    /** The parts of a metric as bars, the largest first. */
    RANKED,
    /** Small figures with their change. */
    FIGURES,
    /** What is outside its usual range, did not pass, or was noted. */
    NOTES
  }

  /** What a table holds. */
  public enum TableKind {
    /** A row a figure: its period, value, change and state. */
    FIGURES,
    /** A row a period, a column a figure, the newest first. */
    HISTORY,
    /** A row a part, as a plan or a feature, a column a figure of each, the largest first. */
    PARTS,
    /** A row a figure: what it means. */
    DEFINITIONS;

    /** Whether it has a column for each metric that it names, and so many rows at most. */
    boolean hasAColumnAMetric() {
      return this == HISTORY || this == PARTS;
    }
  }

  /**
   * Reads a report's file.
   *
   * @param headlines every headline metric that there is, by name
   * @throws Failure CONFIGURATION with all problems, one a line
   */
  public static ReportConfig load(Path yaml, Map<String, HeadlineInfo> headlines) {
    return new ReportConfigReader(yaml, headlines).read();
  }

  /** The figures of the whole report, each once, in the order of the pages. */
  List<Measure> measures() {
    Map<String, Measure> measures = new TreeMap<>();
    List<Measure> ordered = new ArrayList<>();
    pages.stream()
        .flatMap(ReportConfig::measures)
        .forEach(
            measure -> {
              if (measures.putIfAbsent(measure.key().toString(), measure) == null) {
                ordered.add(measure);
              }
            });
    return ordered;
  }

  private static Stream<Measure> measures(Page page) {
    return Stream.of(
            figures(page)
                .flatMap(tile -> Stream.concat(Stream.of(tile.measure()), tile.notes().stream())),
            page.charts().stream()
                .flatMap(chart -> Stream.concat(chart.series().stream(), chart.losses().stream())),
            page.tables().stream()
                .filter(table -> table.kind() != TableKind.DEFINITIONS)
                .flatMap(table -> table.measures().stream()))
        .flatMap(part -> part);
  }

  /** Every metric that the report shows, in the order of the alphabet. */
  public Set<String> metrics() {
    Set<String> names = new TreeSet<>();
    measures().forEach(measure -> names.add(measure.metric()));
    return names;
  }

  /** The page whose table has the tiles' figures in every currency, counted from 1. */
  Optional<Integer> pageOfAllCurrencies() {
    for (int page = 0; page < pages.size(); page++) {
      boolean hasAll =
          pages.get(page).tables().stream()
              .anyMatch(table -> table.kind() == TableKind.FIGURES && table.measures().isEmpty());
      if (hasAll) {
        return Optional.of(page + 1);
      }
    }
    return Optional.empty();
  }

  Stream<Tile> tiles() {
    return pages.stream().flatMap(page -> page.tiles().stream());
  }

  /** The tiles and the small figures of charts. */
  Stream<Tile> figures() {
    return pages.stream().flatMap(ReportConfig::figures);
  }

  private static Stream<Tile> figures(Page page) {
    return Stream.concat(
        page.tiles().stream(), page.charts().stream().flatMap(chart -> chart.figures().stream()));
  }

  Stream<Chart> charts() {
    return pages.stream().flatMap(page -> page.charts().stream());
  }

  Stream<Chart> charts(Kind... kinds) {
    List<Kind> wanted = Arrays.asList(kinds);
    return charts().filter(chart -> wanted.contains(chart.kind()));
  }

  /** What a metric should reach in the month of a day. */
  Optional<BigDecimal> target(String metric, LocalDate day) {
    YearMonth month = YearMonth.from(day);
    return targets.stream()
        .filter(target -> target.metric().equals(metric) && target.month().equals(month))
        .map(Target::value)
        .findFirst();
  }
}
