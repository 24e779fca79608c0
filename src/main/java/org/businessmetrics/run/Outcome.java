package org.businessmetrics.run;

import java.nio.file.Path;
import java.util.List;
import org.businessmetrics.calendar.DayRange;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.publish.Restatement;

/**
 * How a run ended, when it did not fail.
 *
 * @param published the ranges of days that were published, oldest first; empty when nothing was due
 * @param restatements how many published figures changed
 * @param reports the files that were drawn
 * @param restated of a rehearsal, what would change; at most 1,000 cells
 * @param message one sentence for the operator
 */
public record Outcome(
    ExitCode exitCode,
    List<DayRange> published,
    long restatements,
    List<Path> reports,
    List<Restatement> restated,
    String message) {
  public Outcome {
    published = List.copyOf(published);
    reports = List.copyOf(reports);
    restated = List.copyOf(restated);
  }
}
