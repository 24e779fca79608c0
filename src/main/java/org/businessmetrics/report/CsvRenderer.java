package org.businessmetrics.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.businessmetrics.report.PageConfig.Measure;
import org.businessmetrics.report.PageConfig.Show;
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
      for (TileFigure figure : Figures.of(snapshot)) {
        if (figure.tile().show() == Show.MONTH_TO_DATE) {
          print(
              printer,
              figure.tile().measure(),
              "month_to_date",
              figure.currency().orElse(""),
              new Point(figure.last(), figure.first(), figure.number(), true, figure.isFinal()));
        }
      }
      Map<String, Measure> measures = new TreeMap<>();
      snapshot
          .page()
          .measures()
          .forEach(measure -> measures.putIfAbsent(measure.metric(), measure));
      for (Series series : snapshot.series()) {
        Measure measure = measures.get(series.metric());
        if (measure != null) {
          for (Point point : series.points()) {
            String grain = measure.grain().toString();
            print(printer, measure, grain, series.currency().orElse(""), point);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void print(
      CSVPrinter printer, Measure measure, String grain, String currency, Point point)
      throws IOException {
    printer.printRecord(
        measure.metric(),
        measure.title(),
        grain,
        day(point.start()),
        day(point.day()),
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
