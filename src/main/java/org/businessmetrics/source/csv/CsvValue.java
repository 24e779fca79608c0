package org.businessmetrics.source.csv;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.businessmetrics.source.canonical.ColumnType;
import org.businessmetrics.source.canonical.Decimals;
import org.jspecify.annotations.Nullable;

/** Reads the text of a field as the canonical type of its column. */
final class CsvValue {
  private static final int LONGEST_NUMBER = 100;
  private static final int FIRST_YEAR = 1;
  private static final int LAST_YEAR = 9999;

  /** ISO 8601, with a space in place of the T too, and an offset of hours, or hours and minutes. */
  private static final DateTimeFormatter INSTANT =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[XXX][X]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private CsvValue() {}

  /** The value, or null where the text is none of that type. */
  static @Nullable Object parse(ColumnType type, String text) {
    try {
      return switch (type) {
        case ID, TEXT -> text;
        case INSTANT -> instant(text);
        case DECIMAL -> text.length() > LONGEST_NUMBER ? null : Decimals.fit(new BigDecimal(text));
        case INTEGER -> Long.valueOf(text);
        case BOOLEAN ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true", "t" -> true;
              case "false", "f" -> false;
              default -> null;
            };
      };
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Instant instant(String text) {
    OffsetDateTime time = INSTANT.parse(text, OffsetDateTime::from);
    boolean usual = time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR;
    return usual ? time.toInstant().truncatedTo(ChronoUnit.MICROS) : null;
  }
}
