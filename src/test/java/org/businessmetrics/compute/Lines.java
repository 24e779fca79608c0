package org.businessmetrics.compute;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows as sorted lines of text: what a failed comparison shows best. */
public final class Lines {
  private Lines() {}

  static List<String> of(Iterator<@Nullable Object[]> rows) {
    List<String> lines = new ArrayList<>();
    rows.forEachRemaining(row -> lines.add(line(row)));
    return lines.stream().sorted().toList();
  }

  public static String line(@Nullable Object... values) {
    return Stream.of(values).map(Lines::text).collect(Collectors.joining(","));
  }

  /** Numbers without trailing zeros, NULL as nothing, quotes where a comma needs them: CSV. */
  private static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = value instanceof BigDecimal number ? plain(number) : value.toString();
    return text.contains(",") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
