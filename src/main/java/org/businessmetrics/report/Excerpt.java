package org.businessmetrics.report;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.businessmetrics.config.Failure;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.Kind;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportSnapshot.Point;

/**
 * What a message quotes of a report, as text, and the pictures and files that go with it. Each is a
 * function of the snapshot alone.
 *
 * @param title as in "Business metrics"
 * @param headline the report in a sentence
 * @param status COMPLETE, PROVISIONAL or PARTIAL
 * @param freshness through when the figures are complete, with the zone
 * @param notice a marker, as "Sample data"
 * @param unusual the figures outside their usual range as the page notes them, a line each
 * @param failedChecks what did not pass, a sentence each
 * @param missingFigures the titles of counts and amounts that the day should have and has not
 * @param notComputed the titles of figures that the source gives nothing for, with the reason
 * @param charts the titles of the page's charts
 */
public record Excerpt(
    String title,
    LocalDate day,
    String headline,
    String status,
    String freshness,
    String origin,
    Optional<String> notice,
    List<Tile> tiles,
    List<String> unusual,
    List<String> failedChecks,
    List<String> missingFigures,
    List<String> notComputed,
    List<String> charts) {
  private static final double CHART_WIDTH = 600;
  private static final double CHART_HEIGHT = 220;

  /**
   * One figure.
   *
   * @param metric as the catalog names it
   * @param value as printed on the tile, with its unit's word
   * @param exact with all its digits
   * @param number empty when it is not known
   * @param isFinal whether late rows can't change it any more
   * @param reason why it is not known
   */
  public record Tile(
      String metric,
      String name,
      String value,
      String exact,
      Optional<BigDecimal> number,
      boolean isFinal,
      List<Change> changes,
      List<String> notes,
      Optional<String> reason) {}

  /**
   * A change against an earlier value.
   *
   * @param text with its sign, as +3.2%
   * @param against the earlier period, as in "vs last Sunday"
   * @param tone {@code good}, {@code bad} or {@code neutral}
   */
  public record Change(String text, String against, String tone) {}

  /** A figure that was final and is another now. */
  public record FinalMove(String name, LocalDate day, String before, String now) {}

  /** The excerpt of a snapshot. */
  public static Excerpt of(ReportSnapshot snapshot) {
    List<Tile> tiles = Figures.of(snapshot).stream().map(Excerpt::tile).toList();
    Map<String, String> titles = new HashMap<>();
    snapshot.report().measures().forEach(one -> titles.putIfAbsent(one.metric(), one.title()));
    return new Excerpt(
        snapshot.report().title(),
        snapshot.day().day(),
        Headline.of(snapshot),
        Status.of(snapshot).word(),
        Words.freshness(snapshot),
        Words.origin(snapshot),
        snapshot.notice(),
        tiles,
        Note.outliers(snapshot).stream().map(note -> note.title() + ": " + note.text()).toList(),
        snapshot.warnings().stream()
            .map(one -> "%s, %s: %s".formatted(one.check(), brief(one.day()), one.message()))
            .toList(),
        Status.missing(snapshot),
        snapshot.notComputed().entrySet().stream()
            .map(one -> titles.get(one.getKey()) + " (" + one.getValue() + ")")
            .sorted()
            .toList(),
        charts(snapshot).stream().map(Chart::title).toList());
  }

  private static Tile tile(TileFigure figure) {
    return new Tile(
        figure.tile().measure().metric(),
        figure.title(),
        figure.noun().isEmpty() ? figure.value() : figure.value() + " " + figure.noun(),
        figure.exact(),
        Optional.ofNullable(figure.number()),
        figure.isFinal(),
        figure.changes().stream()
            .filter(TileFigure.Change::isKnown)
            .map(
                one ->
                    new Change(
                        one.text(), one.against(), one.tone().name().toLowerCase(Locale.ROOT)))
            .toList(),
        figure.notes(),
        figure.reason());
  }

  /** The charts that can be read at the width of a message. */
  private static List<Chart> charts(ReportSnapshot snapshot) {
    return snapshot
        .report()
        .charts(Kind.LINE, Kind.BARS, Kind.STACKED, Kind.MOVEMENTS, Kind.MONTH_TO_DATE)
        .toList();
  }

  /**
   * By how much late rows usually still change a newest day, as a part: of the tile that moves
   * most. Empty while nothing has been restated.
   */
  public static Optional<BigDecimal> usualMovement(ReportSnapshot snapshot) {
    return snapshot
        .report()
        .tiles()
        .flatMap(tile -> Stream.ofNullable(snapshot.lateMovement().get(tile.measure().metric())))
        .max(BigDecimal::compareTo);
  }

  /** A day as in "Sun 22 Nov". */
  public static String brief(LocalDate day) {
    return DayText.brief(day);
  }

  /** The tiles as they would stand in a report about an earlier day, with the figures of now. */
  public static List<Tile> tilesOf(ReportSnapshot now, ReportSnapshot.PublishedDay earlier) {
    List<ReportSnapshot.Series> series =
        now.series().stream()
            .map(
                one ->
                    one.with(
                        one.points().stream()
                            .filter(point -> !point.day().isAfter(earlier.day()))
                            .toList()))
            .toList();
    ReportSnapshot asOf = now.with(earlier, now.warnings(), series);
    return Figures.of(asOf).stream().map(Excerpt::tile).toList();
  }

  /** The figures behind the tiles that were final in an earlier snapshot and are others now. */
  public static List<FinalMove> finalMoves(ReportSnapshot before, ReportSnapshot now) {
    List<FinalMove> moves = new ArrayList<>();
    for (Measure measure : now.report().tiles().map(ReportConfig.Tile::measure).toList()) {
      Map<LocalDate, Point> points = new HashMap<>();
      now.points(measure).forEach(point -> points.put(point.start(), point));
      for (Point was : before.points(measure)) {
        Point is = points.get(was.start());
        if (was.isFinal() && was.value() != null && is != null && is.value() != null) {
          if (was.value().compareTo(is.value()) != 0) {
            Optional<String> currency = now.currencyOf(measure);
            moves.add(
                new FinalMove(
                    measure.title(),
                    was.day(),
                    NumberText.exact(was.value(), measure.unit(), currency),
                    NumberText.exact(is.value(), measure.unit(), currency)));
          }
        }
      }
    }
    return moves;
  }

  /**
   * One chart as a PNG, 600 points wide with two pixels for each.
   *
   * @param index its place among {@link #charts()}
   * @throws Failure INTERNAL when it is blank
   */
  public static byte[] chart(ReportSnapshot snapshot, int index) {
    Rectangle2D area = new Rectangle2D.Double(0.5, 0.5, CHART_WIDTH - 1, CHART_HEIGHT - 1);
    Chart chart = charts(snapshot).get(index);
    BufferedImage image = PngRenderer.image(chart, snapshot, CHART_WIDTH, CHART_HEIGHT);
    SelfCheck.picture(image, List.of(new PageLayout.Panel(PageLayout.Content.CHART, index, area)));
    return PngRenderer.encode(image);
  }

  /**
   * The report as a PDF.
   *
   * @throws Failure INTERNAL when a tile's value can't be read in it
   */
  public static byte[] pdf(ReportSnapshot snapshot) {
    return Reports.pdf(snapshot);
  }

  /** The report's figures as CSV, in UTF-8. */
  public static byte[] csv(ReportSnapshot snapshot) {
    return CsvRenderer.render(snapshot);
  }
}
