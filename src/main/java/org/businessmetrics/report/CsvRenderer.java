package org.businessmetrics.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.businessmetrics.config.Spreadsheet;
import org.businessmetrics.report.ReportConfig.FigureKey;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportConfig.Pool;
import org.businessmetrics.report.ReportConfig.Segment;
import org.businessmetrics.report.ReportConfig.Show;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.businessmetrics.report.ReportSnapshot.Series;
import org.jspecify.annotations.Nullable;

/** The page's figures with all their digits: every point of every metric shown, in long form. */
final class CsvRenderer {
  private static final String[] HEADER = {
    "metric",
    "title",
    "grain",
    "period_start",
    "day",
    "segment",
    "segment_value",
    "currency",
    "value",
    "unit",
    "is_complete",
    "is_final"
  };

  private CsvRenderer() {}

  static byte[] render(ReportSnapshot snapshot) {
    StringBuilder text = new StringBuilder();
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader(HEADER).setRecordSeparator("\n").get();
    try (CSVPrinter printer = new CSVPrinter(text, format)) {
      for (TileFigure figure : Figures.all(snapshot)) {
        if (figure.tile().show() == Show.MONTH_TO_DATE) {
          print(
              printer,
              figure.tile().measure(),
              figure.title(),
              "month_to_date",
              figure.tile().measure().segment(),
              figure.currency().orElse(""),
              new Point(figure.last(), figure.first(), figure.number(), true, figure.isFinal()));
        }
      }
      for (Measure measure : snapshot.report().measures()) {
        String grain = measure.pool() == Pool.LAST_28 ? "last_28_days" : measure.grain().toString();
        for (Series series : snapshot.series()) {
          if (isOf(measure, series.key())) {
            for (Point point : series.points()) {
              print(
                  printer,
                  measure,
                  measure.title(),
                  grain,
                  series.key().segment(),
                  series.currency().orElse(""),
                  point);
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isOf(Measure measure, FigureKey key) {
    boolean anyPart = measure.segment().value().equals(Segment.ALL.value());
    return key.metric().equals(measure.metric())
        && key.pool() == measure.pool()
        && key.segment().name().equals(measure.segment().name())
        && (anyPart || key.segment().equals(measure.segment()));
  }

  private static void print(
      CSVPrinter printer,
      Measure measure,
      String title,
      String grain,
      Segment segment,
      String currency,
      Point point)
      throws IOException {
    printer.printRecord(
        measure.metric(),
        Spreadsheet.text(title),
        grain,
        day(point.start()),
        day(point.day()),
        Spreadsheet.text(segment.name()),
        Spreadsheet.text(segment.value()),
        currency,
        number(point.value()),
        measure.unit(),
        point.isComplete(),
        point.isFinal());
  }

  private static String day(LocalDate day) {
    return day.toString();
  }

  private static String number(@Nullable BigDecimal value) {
    return value == null ? "" : value.toPlainString();
  }
}
