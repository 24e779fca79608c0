package org.businessmetrics.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.businessmetrics.config.Spreadsheet;
import org.businessmetrics.report.ReportSnapshot.Band;

/** The report's figures with all their digits, in long form. */
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
    "is_final",
    "usual_low",
    "usual_high",
    "month_target",
    "people"
  };

  private CsvRenderer() {}

  static byte[] render(ReportSnapshot snapshot) {
    StringBuilder text = new StringBuilder();
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader(HEADER).setRecordSeparator("\n").get();
    try (CSVPrinter printer = new CSVPrinter(text, format)) {
      for (CsvRow row : CsvRows.of(snapshot)) {
        printer.printRecord(cells(row));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> cells(CsvRow row) {
    return List.of(
        row.metric(),
        Spreadsheet.text(row.title()),
        row.grain(),
        row.point().start().toString(),
        row.point().day().toString(),
        Spreadsheet.text(row.segment().name()),
        Spreadsheet.text(row.segment().value()),
        row.currency().orElse(""),
        number(Optional.ofNullable(row.point().value())),
        row.unit().toString(),
        String.valueOf(row.point().isComplete()),
        String.valueOf(row.point().isFinal()),
        number(row.band().map(Band::lower)),
        number(row.band().map(Band::upper)),
        number(row.target()),
        number(row.people()));
  }

  private static String number(Optional<BigDecimal> value) {
    return value.map(BigDecimal::toPlainString).orElse("");
  }
}
