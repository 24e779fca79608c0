package org.businessmetrics.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.businessmetrics.report.ReportSnapshot.PublishedDay;
import org.businessmetrics.report.ReportSnapshot.Series;
import org.businessmetrics.report.ReportSnapshot.Warning;

/** Reports of the company that never was, for tests outside of this package. */
public final class SampleReport {
  public static final LocalDate DAY = SampleCompany.DAY;
  public static final ZoneId ZONE = ZoneId.of("Europe/London");

  private ReportSnapshot snapshot;

  private SampleReport(ReportSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** About {@link #DAY}, version 1, with nothing to look at. */
  public static SampleReport create() {
    return new SampleReport(new SampleCompany().lateMovement("0.004").snapshot());
  }

  public static SampleReport withoutHistory() {
    return new SampleReport(
        new SampleCompany().lateMovement("0.004").days(0).withoutPayments().snapshot());
  }

  public static SampleReport withoutPayments() {
    return new SampleReport(new SampleCompany().lateMovement("0.004").withoutPayments().snapshot());
  }

  public ReportSnapshot snapshot() {
    return snapshot;
  }

  public SampleReport version(long version) {
    PublishedDay day = snapshot.day();
    return with(
        new PublishedDay(
            day.day(),
            day.zone(),
            day.startsAt(),
            day.endsAt(),
            day.publishedAt(),
            version,
            day.isFinal()),
        snapshot.warnings(),
        snapshot.series());
  }

  /** The report about an earlier day, as the figures stand now. */
  public SampleReport about(LocalDate day) {
    List<Series> series = each(point -> point.day().isAfter(day) ? List.of() : List.of(point));
    PublishedDay published =
        new PublishedDay(
            day,
            ZONE.getId(),
            day.atStartOfDay(ZONE).toInstant(),
            day.plusDays(1).atStartOfDay(ZONE).toInstant(),
            day.plusDays(1).atStartOfDay(ZONE).plusMinutes(67).toInstant(),
            1,
            false);
    return with(published, snapshot.warnings(), series);
  }

  public SampleReport warning(String check, String message) {
    return with(snapshot.day(), List.of(new Warning(check, DAY, message)), snapshot.series());
  }

  /** With another figure of a day. */
  public SampleReport figure(String metric, LocalDate day, String value) {
    List<Series> series = new ArrayList<>();
    for (Series one : snapshot.series()) {
      List<Point> points = new ArrayList<>();
      for (Point point : one.points()) {
        boolean changed = one.key().metric().equals(metric) && point.day().equals(day);
        points.add(
            changed
                ? new Point(
                    point.day(),
                    point.start(),
                    new BigDecimal(value),
                    point.isComplete(),
                    point.isFinal())
                : point);
      }
      series.add(one.with(points));
    }
    return with(snapshot.day(), snapshot.warnings(), series);
  }

  /** Without the figure of the report's day. */
  public SampleReport without(String metric) {
    List<Series> series =
        snapshot.series().stream()
            .map(
                one ->
                    one.key().metric().equals(metric)
                        ? one.with(one.points().subList(0, one.points().size() - 1))
                        : one)
            .toList();
    return with(snapshot.day(), snapshot.warnings(), series);
  }

  private interface Keep {
    List<Point> keep(Point point);
  }

  private List<Series> each(Keep keep) {
    return snapshot.series().stream()
        .map(
            one ->
                one.with(
                    one.points().stream().flatMap(point -> keep.keep(point).stream()).toList()))
        .toList();
  }

  private SampleReport with(PublishedDay day, List<Warning> warnings, List<Series> series) {
    return new SampleReport(snapshot.with(day, warnings, series));
  }
}
