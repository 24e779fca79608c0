package org.businessmetrics.cli;

import java.nio.file.Path;
import java.util.List;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.plan.Plan;
import org.businessmetrics.publish.Restatement;
import org.businessmetrics.run.Outcome;

/** What commands print when they are done. */
final class Outcomes {
  private static final int MOST_LINES = 50;

  private Outcomes() {}

  static int print(Common common, Outcome outcome) {
    if (common.json()) {
      common.out().println(Json.of(outcome));
    } else if (outcome.exitCode() == ExitCode.OK) {
      common.say(outcome.message() + report(outcome.reports()));
      outcome.restated().stream().limit(MOST_LINES).forEach(one -> common.say(line(one)));
      if (outcome.restatements() > MOST_LINES && !outcome.restated().isEmpty()) {
        common.say(
            "  … and %d more; --json lists up to 1,000"
                .formatted(outcome.restatements() - MOST_LINES));
      }
    } else {
      common.complain(outcome.message());
    }
    return outcome.exitCode().code();
  }

  private static String line(Restatement restated) {
    return "  %s %s %s: %s → %s (%s)"
        .formatted(
            restated.table(),
            restated.key(),
            restated.column(),
            restated.oldValue(),
            restated.newValue(),
            restated.cause());
  }

  /** The page for people; the others are beside it. */
  private static String report(List<Path> files) {
    return files.stream()
        .filter(file -> file.toString().endsWith(".html"))
        .findFirst()
        .or(() -> files.stream().findFirst())
        .map(" Report: %s"::formatted)
        .orElse("");
  }

  static int print(Common common, Plan plan) {
    common.out().println(common.json() ? plan.json() : plan.text());
    return ExitCode.OK.code();
  }
}
