package org.businessmetrics.cli;

import java.nio.file.Path;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.plan.Plan;
import org.businessmetrics.run.Outcome;

/** What commands print when they are done. */
final class Outcomes {
  private Outcomes() {}

  static int print(Common common, Outcome outcome) {
    if (common.json()) {
      common.out().println(Json.of(outcome));
    } else {
      common.say(outcome.message());
      for (Path report : outcome.reports()) {
        common.say("  " + report);
      }
    }
    return outcome.exitCode().code();
  }

  static int print(Common common, Plan plan) {
    common.out().println(common.json() ? plan.json() : plan.text());
    return ExitCode.OK.code();
  }
}
