package org.businessmetrics.compute;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.businessmetrics.config.Funnel;
import org.businessmetrics.config.Funnel.Exclusion;
import org.businessmetrics.source.SourceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The source's funnels out of the rows of canonical {@code funnels}. One that can't be used is set
 * aside as a whole, with its name and the reason; the others are computed.
 *
 * @param funnels with a window each, by name
 * @param quarantine what could not be used
 */
record FunnelSteps(List<Funnel> funnels, Quarantine quarantine) {
  private static final String RELATION = "funnels";

  /** A row of the relation, which may hold anything. */
  record Step(
      @Nullable String funnel,
      @Nullable Long position,
      @Nullable String step,
      @Nullable Long windowHours,
      @Nullable String window,
      @Nullable String rowKey,
      @Nullable String rowError) {

    static Step of(Row row) {
      return new Step(
          row.getAs("funnel"),
          row.getAs("position"),
          row.getAs("step"),
          row.getAs("window_hours"),
          row.getAs("window"),
          row.getAs(SourceSnapshot.ROW_KEY),
          row.getAs(SourceSnapshot.ROW_ERROR));
    }
  }

  FunnelSteps {
    funnels = List.copyOf(funnels);
  }

  static FunnelSteps read(List<Step> rows) {
    Map<String, List<Step>> byName = new TreeMap<>();
    Map<String, Long> reasons = new TreeMap<>();
    List<Quarantine.Example> examples = new ArrayList<>();
    for (Step row : rows) {
      if (row.funnel() == null || row.funnel().isBlank()) {
        String reason = row.rowError() == null ? "no funnel" : row.rowError();
        reasons.merge(reason, 1L, Long::sum);
        examples.add(new Quarantine.Example(String.valueOf(row.rowKey()), reason, null));
      } else {
        byName.computeIfAbsent(row.funnel(), name -> new ArrayList<>()).add(row);
      }
    }
    List<Funnel> funnels = new ArrayList<>();
    byName.forEach(
        (name, steps) -> {
          try {
            funnels.add(funnel(name, steps));
          } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            reasons.merge(reason, 1L, Long::sum);
            examples.add(new Quarantine.Example(name, reason, null));
          }
        });
    return new FunnelSteps(funnels, new Quarantine(RELATION, rows.size(), reasons, examples));
  }

  private static Funnel funnel(String name, List<Step> rows) {
    List<Step> steps = new ArrayList<>(rows);
    Set<Duration> windows = new HashSet<>();
    for (Step step : steps) {
      if (step.rowError() != null) {
        throw new IllegalArgumentException(step.rowError());
      }
      if (step.position() == null) {
        throw new IllegalArgumentException("a step has no position");
      }
      windows.add(window(step));
    }
    steps.sort(Comparator.comparing(step -> Objects.requireNonNull(step.position())));
    for (int i = 0; i < steps.size(); i++) {
      if (!Objects.equals(steps.get(i).position(), i + 1L)) {
        throw new IllegalArgumentException(
            "positions are %s (must be 1 to %d, each once)"
                .formatted(steps.stream().map(Step::position).toList(), steps.size()));
      }
    }
    if (windows.size() > 1) {
      throw new IllegalArgumentException("more than one window: %s".formatted(windows));
    }
    return new Funnel(
        name,
        steps.stream().map(step -> step.step() == null ? "" : step.step()).toList(),
        Optional.of(windows.iterator().next()),
        List.of(),
        Exclusion.DROP_OFF);
  }

  private static Duration window(Step step) {
    if (step.window() != null) {
      try {
        return Duration.parse(step.window());
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "window is '%s' (must be an ISO 8601 duration, as in PT24H)".formatted(step.window()),
            e);
      }
    }
    if (step.windowHours() == null) {
      throw new IllegalArgumentException("no window");
    }
    try {
      return Duration.ofHours(step.windowHours());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("window_hours is %d".formatted(step.windowHours()), e);
    }
  }
}
