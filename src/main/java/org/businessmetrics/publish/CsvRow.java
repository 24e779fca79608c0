package org.businessmetrics.publish;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import org.businessmetrics.catalog.Metric;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/** Rows as PostgreSQL's COPY reads CSV: an empty field is NULL, a quoted one is text. */
final class CsvRow {
  private static final int CHARACTERS = 64 * 1024;

  private final Metric metric;
  private final StringBuilder text = new StringBuilder(CHARACTERS + 1024);

  CsvRow(Metric metric) {
    this.metric = metric;
  }

  void append(@Nullable Object[] values) {
    if (values.length != metric.columns().size()) {
      throw new IllegalArgumentException(
          "Invalid row for %s: %d values (must be %d, one a column of metric.yaml)"
              .formatted(metric.table(), values.length, metric.columns().size()));
    }
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        text.append(',');
      }
      append(values[i], i);
    }
    text.append('\n');
  }

  boolean isFull() {
    return text.length() >= CHARACTERS;
  }

  void flushTo(CopyIn copy) throws SQLException {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    text.setLength(0);
  }

  private void append(@Nullable Object value, int index) {
    if (value == null) {
      return;
    }
    if (value instanceof BigDecimal number) {
      text.append(number.toPlainString());
    } else if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Boolean
        || value instanceof LocalDate
        || value instanceof Instant) {
      text.append(value);
    } else if (value instanceof String string) {
      text.append('"').append(string.replace("\"", "\"\"")).append('"');
    } else {
      throw new IllegalArgumentException(
          "Invalid value for %s.%s: a %s (must be text, a whole number, a decimal, a boolean, a date or an instant)"
              .formatted(
                  metric.table(),
                  metric.columns().get(index).name(),
                  value.getClass().getSimpleName()));
    }
  }
}
