package org.businessmetrics.compute;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one relation that could not be used.
 *
 * @param relation the canonical relation
 * @param rowsRead all rows that were read of it in this run
 * @param rowsByReason how many could not be used, by reason
 * @param examples the first of them, to be looked at
 */
public record Quarantine(
    String relation, long rowsRead, Map<String, Long> rowsByReason, List<Example> examples) {
  /** The reason of what is no fault of the row: money went back, and nobody knows how much. */
  public static final String UNKNOWN_REFUND = "refund of unknown amount";

  /** A broken row may have a reason of its own. */
  private static final int REASONS = 3;

  public Quarantine {
    rowsByReason = new TreeMap<>(rowsByReason);
    examples = List.copyOf(examples);
  }

  /**
   * One such row.
   *
   * @param rowKey its id in the source, or file and line; never personal
   * @param day the business day that it would have belonged to, where that is known
   */
  public record Example(String rowKey, String reason, @Nullable LocalDate day) {}

  /** How many refunds are of an amount that is not known. */
  public long unknownRefunds() {
    return rowsByReason.getOrDefault(UNKNOWN_REFUND, 0L);
  }

  /** How many rows could not be used. */
  public long rows() {
    return rowsByReason.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many could not be used for which reason, the most frequent ones, in words. */
  public String reasons() {
    return relation
        + ": "
        + rowsByReason.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(REASONS)
            .map(reason -> "%d %s".formatted(reason.getValue(), reason.getKey()))
            .collect(Collectors.joining(", "))
        + (rowsByReason.size() > REASONS ? ", …" : "");
  }
}
