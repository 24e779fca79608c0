package org.businessmetrics.deliver;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.businessmetrics.config.Delivery;
import org.businessmetrics.config.Delivery.Condition;
import org.businessmetrics.report.Excerpt;

/** Whether a report may go out. */
final class Gate {
  private Gate() {}

  /** What becomes of the report. */
  sealed interface Decision {
    /** What is wrong with the report; empty when it goes out as it is. */
    List<String> words();
  }

  /** It goes out as it is. */
  record Send() implements Decision {
    @Override
    public List<String> words() {
      return List.of();
    }
  }

  /** It goes out and says first what is wrong. */
  record Banner(List<String> words) implements Decision {}

  /** It does not go out. */
  record Hold(List<String> words) implements Decision {}

  /** The strictest action of the conditions that are met, with the words for those that matter. */
  static Decision decide(Delivery.Gate rules, Map<Condition, String> found) {
    List<String> banner = new ArrayList<>();
    List<String> hold = new ArrayList<>();
    for (Condition condition : Condition.values()) {
      String words = found.get(condition);
      if (words != null) {
        switch (rules.on(condition)) {
          case SEND -> {}
          case BANNER -> banner.add(words);
          case HOLD -> hold.add(words);
        }
      }
    }
    if (!hold.isEmpty()) {
      hold.addAll(banner);
      return new Hold(List.copyOf(hold));
    }
    return banner.isEmpty() ? new Send() : new Banner(List.copyOf(banner));
  }

  /**
   * The conditions that a report meets, in words.
   *
   * @param overdue a later day that is over and not published
   */
  static Map<Condition, String> conditions(Excerpt report, Optional<LocalDate> overdue) {
    Map<Condition, String> found = new EnumMap<>(Condition.class);
    int failed = report.failedChecks().size();
    if (failed > 0) {
      found.put(
          Condition.FAILED_CHECKS,
          "%s did not pass: %s"
              .formatted(
                  failed == 1 ? "1 check" : failed + " checks",
                  String.join("; ", report.failedChecks())));
    }
    if (!report.missingFigures().isEmpty()) {
      found.put(
          Condition.MISSING_FIGURES,
          "Missing for this day: " + String.join(", ", report.missingFigures()));
    }
    if (report.tiles().stream().allMatch(tile -> tile.number().isEmpty())) {
      found.put(Condition.NO_FIGURES, "No tile of the report has a figure");
    }
    overdue.ifPresent(
        day ->
            found.put(
                Condition.STALE,
                "%s is over and not published yet; these are the figures of %s"
                    .formatted(Excerpt.brief(day), Excerpt.brief(report.day()))));
    if (!report.notComputed().isEmpty()) {
      found.put(Condition.NOT_COMPUTED, "Not computed: " + String.join(", ", report.notComputed()));
    }
    return found;
  }
}
