package org.businessmetrics.config;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts of a configuration file as values. Each throws {@link IllegalArgumentException} whose
 * message says what the text must be.
 */
final class Parse {
  private static final Pattern SHORT_DURATION =
      Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");

  private Parse() {}

  static int integer(String text) {
    try {
      return Integer.parseInt(text.replace("_", ""));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a whole number", e);
    }
  }

  static BigDecimal decimal(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a number, as in 0.5", e);
    }
  }

  static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("must be a date, as in 2026-01-31", e);
    }
  }

  /** {@code 1h}, {@code 1h30m}, {@code 2d}, or ISO 8601 as in {@code PT24H}. */
  static Duration duration(String text) {
    Matcher matcher = SHORT_DURATION.matcher(text);
    if (!text.isEmpty() && matcher.matches()) {
      return Duration.ofDays(part(matcher, 1))
          .plusHours(part(matcher, 2))
          .plusMinutes(part(matcher, 3))
          .plusSeconds(part(matcher, 4));
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("must be a duration, as in 30m, 1h or PT24H", e);
    }
  }

  private static long part(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
  }

  static ZoneId zone(String text) {
    // Offsets and abbreviations are zones to Java, but neither says when its clocks change.
    if (ZoneId.getAvailableZoneIds().contains(text)) {
      try {
        return ZoneId.of(text);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("must be an IANA time zone", e);
      }
    }
    throw new IllegalArgumentException(
        "must be an IANA time zone, "
            + Suggestion.nearest(text, ZoneId.getAvailableZoneIds())
                .map("did you mean '%s'?"::formatted)
                .orElse("as in Europe/Berlin or UTC"));
  }

  static LocalTime time(String text) {
    try {
      return LocalTime.parse(text, DateTimeFormatter.ofPattern("H:mm", Locale.ROOT));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("must be a time in quotes, as in \"09:00\"", e);
    }
  }

  static boolean yes(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }

  /** One of the constants, in lower case. */
  static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
    return text ->
        Arrays.stream(type.getEnumConstants())
            .filter(constant -> constant.name().equalsIgnoreCase(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "must be one of " + String.join(", ", names(type))));
  }

  static <E extends Enum<E>> List<String> names(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
        .toList();
  }
}
