package org.businessmetrics.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.businessmetrics.config.Failure;

/**
 * What is drawn: the file under {@code reports/} with titles, units and grains filled in from the
 * catalog. Part of every snapshot, so that an old page can be drawn again as it was.
 *
 * @param currency the currency of all money on the page; empty: the one with the most payers
 */
public record PageConfig(
    String title, Optional<String> currency, List<Tile> tiles, List<Chart> charts) {

  /** How far back any page may look. */
  static final int MAX_HISTORY_DAYS = 400;

  /** The days that the lines in bold are the mean of. */
  static final int MEAN_DAYS = 7;

  /** This month and the one before, which a month to date is compared with. */
  private static final int TILE_DAYS = 62;

  public PageConfig {
    tiles = List.copyOf(tiles);
    charts = List.copyOf(charts);
  }

  /** A headline metric under the name that the page gives it. */
  public record Measure(String metric, String title, Unit unit, Grain grain) {}

  /**
   * One figure with its changes and the line of the last 30 periods.
   *
   * @param noun the word behind the value, in place of the unit's own
   * @param goal which direction is good news
   * @param notes figures printed small beneath
   */
  public record Tile(
      Measure measure, Optional<String> noun, Goal goal, Show show, List<Measure> notes) {
    public Tile {
      notes = List.copyOf(notes);
    }
  }

  /**
   * One chart.
   *
   * @param days how many days it shows, the report's day last
   */
  public record Chart(String title, Kind kind, int days, List<Measure> series) {
    public Chart {
      series = List.copyOf(series);
    }
  }

  /** Which direction of a figure is good news. */
  public enum Goal {
    UP,
    DOWN;

    @JsonCreator
    static Goal of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which value a tile shows. */
  public enum Show {
    /** The report day's, or that of the last complete period for weeks and months. */
    LATEST,
    /** The sum of the month's days so far. */
    MONTH_TO_DATE;

    @JsonCreator
    static Show of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a chart is drawn. */
  public enum Kind {
    /** One series: thin, with the mean of 7 days in bold. Several: one line each. */
    LINE,
    /** One series as bars from 0, with the mean of 7 days as a line. */
    BARS,
    /** Two to five series on top of each other, the first one lowest. */
    STACKED;

    @JsonCreator
    static Kind of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads a page's file.
   *
   * @param headlines every headline metric that there is, by name
   * @throws Failure CONFIGURATION with all problems, one a line
   */
  public static PageConfig load(Path yaml, Map<String, HeadlineInfo> headlines) {
    return new PageConfigReader(yaml, headlines).read();
  }

  /** Every metric that the page shows, in the order of the alphabet. */
  public Set<String> metrics() {
    Set<String> names = new TreeSet<>();
    measures().map(Measure::metric).forEach(names::add);
    return names;
  }

  /** How many days of history the page looks at, the report's day among them. */
  int historyDays(String metric) {
    IntStream shown =
        Stream.concat(
                tiles.stream().map(Tile::measure), tiles.stream().flatMap(t -> t.notes().stream()))
            .filter(measure -> measure.metric().equals(metric))
            .mapToInt(measure -> measure.grain() == Grain.DAY ? TILE_DAYS : MAX_HISTORY_DAYS);
    IntStream drawn =
        charts.stream()
            .filter(chart -> chart.series().stream().anyMatch(m -> m.metric().equals(metric)))
            .mapToInt(chart -> chart.days() + MEAN_DAYS - 1);
    return IntStream.concat(shown, drawn).max().orElse(1);
  }

  /** Every measure of the page, in the page's order; some may be there more than once. */
  Stream<Measure> measures() {
    return Stream.concat(
        tiles.stream()
            .flatMap(tile -> Stream.concat(Stream.of(tile.measure()), tile.notes().stream())),
        charts.stream().flatMap(chart -> chart.series().stream()));
  }
}
