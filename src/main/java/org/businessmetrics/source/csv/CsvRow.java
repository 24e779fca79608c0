package org.businessmetrics.source.csv;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a file.
 *
 * @param line the line on which it starts; the header stands on line 1
 * @param values in the order of the file's canonical columns: String, Instant, BigDecimal, Boolean
 *     or Long; empty when there is an error
 * @param error why the row can't be used, without any of its values
 */
public record CsvRow(long line, List<@Nullable Object> values, @Nullable String error) {

  static CsvRow of(long line, @Nullable Object[] values) {
    return new CsvRow(line, Collections.unmodifiableList(Arrays.asList(values)), null);
  }

  static CsvRow broken(long line, String error) {
    return new CsvRow(line, List.of(), error);
  }

  /** The value of a column; null where it is absent, empty, or the row is broken. */
  public @Nullable Object value(int index) {
    return index < 0 || index >= values.size() ? null : values.get(index);
  }
}
