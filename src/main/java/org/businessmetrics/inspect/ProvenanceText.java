package org.businessmetrics.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which runs made a day's rows so, and what moved since they were first published. */
final class ProvenanceText {
  private final Explanation explained;

  ProvenanceText(Explanation explained) {
    this.explained = explained;
  }

  List<String> runs() {
    List<String> lines = new ArrayList<>(List.of("Computed by:"));
    for (Map<String, @Nullable String> run : explained.provenance().named()) {
      lines.add("  run %s, started %s".formatted(run.get("run_id"), run.get("started_at")));
      lines.add(
          "    job %s, days %s … %s, release %s"
              .formatted(
                  run.get("job"), run.get("first_day"), run.get("last_day"), run.get("release")));
      lines.add("    source snapshot " + orNone(run.get("source_snapshot")));
      lines.add(
          "    definition: version %s, sha256 %s; %s rows of the day"
              .formatted(
                  orNone(run.get("definition")), orNone(run.get("sha256")), run.get("rows")));
    }
    return lines;
  }

  List<String> restatements() {
    if (explained.restatements().rows().isEmpty()) {
      return List.of("No figure of that day was restated.");
    }
    List<String> lines = new ArrayList<>(List.of("Restated, newest first:"));
    for (Map<String, @Nullable String> change : explained.restatements().named()) {
      lines.add(
          "  %s: %s %s → %s, %s, at %s by run %s"
              .formatted(
                  change.get("figures_of"),
                  change.get("column_name"),
                  orNone(change.get("old_value")),
                  orNone(change.get("new_value")),
                  change.get("cause"),
                  change.get("restated_at"),
                  change.get("run_id")));
    }
    return lines;
  }

  private static String orNone(@Nullable String value) {
    return value == null ? "–" : value;
  }
}
