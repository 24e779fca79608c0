package org.businessmetrics.source.copy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.businessmetrics.source.postgres.SourceSql;

/** The predicates, one a partition, that cut a relation by its time. */
public final class TimeCuts {
  private TimeCuts() {}

  /** One partition with every row. */
  public static List<String> whole() {
    return List.of("true");
  }

  /**
   * Pieces of equal time that cover [from, until) once, and one for the rows that no range holds
   * (no time, or an infinite one), so that they are seen and not silently left out.
   *
   * @param columns a row's time is the first of them that has a value
   */
  public static List<String> of(List<String> columns, Instant from, Instant until, int pieces) {
    if (pieces < 1) {
      throw new IllegalArgumentException(
          "Invalid number of partitions: %d (must be >= 1)".formatted(pieces));
    }
    String time =
        columns.stream().map(SourceSql::quoted).collect(Collectors.joining(", ", "coalesce(", ")"));
    if (columns.size() == 1) {
      // As it is, so that an index on it is used.
      time = SourceSql.quoted(columns.get(0));
    }
    Duration step = Duration.between(from, until).dividedBy(pieces).truncatedTo(ChronoUnit.MICROS);
    int cuts = step.isZero() ? 1 : pieces;
    List<String> predicates = new ArrayList<>();
    Instant start = from;
    for (int i = 1; i <= cuts; i++) {
      Instant end = i == cuts ? until : start.plus(step);
      predicates.add(
          "%s >= '%s'::timestamptz and %s < '%s'::timestamptz".formatted(time, start, time, end));
      start = end;
    }
    predicates.add("(%s is null or %s in ('infinity', '-infinity'))".formatted(time, time));
    return predicates;
  }
}
