package org.businessmetrics.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Names and values as PostgreSQL reads them, for statements that are made from a metric. */
public final class Sql {
  private Sql() {}

  /** An identifier in quotes. */
  public static String name(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** A text literal. */
  public static String text(String value) {
    String quoted = "'" + value.replace("'", "''") + "'";
    return value.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
  }

  public static String day(LocalDate day) {
    return "date '" + day + "'";
  }

  public static String instant(Instant instant) {
    return "timestamptz '" + instant + "'";
  }

  public static String uuid(UUID uuid) {
    return "uuid '" + uuid + "'";
  }

  /** What the function makes of each, separated by commas. */
  public static <T> String list(List<T> items, Function<T, String> each) {
    return joined(items, ", ", each);
  }

  /** What the function makes of each, with something in between. */
  public static <T> String joined(List<T> items, String between, Function<T, String> each) {
    return items.stream().map(each).collect(Collectors.joining(between));
  }
}
