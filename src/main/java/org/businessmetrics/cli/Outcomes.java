package org.businessmetrics.cli;

import java.nio.file.Path;
import java.util.List;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.plan.Plan;
import org.businessmetrics.run.Outcome;

/** What commands print when they are done. */
final class Outcomes {
  private Outcomes() {}

  static int print(Common common, Outcome outcome) {
    if (common.json()) {
      common.out().println(Json.of(outcome));
    } else if (outcome.exitCode() == ExitCode.OK) {
      common.say(outcome.message() + report(outcome.reports()));
    } else {
      common.complain(outcome.message());
    }
    return outcome.exitCode().code();
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
