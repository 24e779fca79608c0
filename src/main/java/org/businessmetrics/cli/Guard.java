package org.businessmetrics.cli;

import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.plan.Plan;
import org.businessmetrics.plan.Request;
import org.businessmetrics.run.NightlyRun;
import picocli.CommandLine.Option;

/** Long work is started by somebody who knows, not by cron by accident. */
final class Guard {
  private static final int MOST_DAYS_UNATTENDED = 500;

  @Option(names = "--yes", description = "Start also when more than 500 days are due.")
  private boolean yes;

  void refuseLongWork(Common common, NightlyRun run, Request request, String byHand) {
    if (yes || common.session().isTerminal()) {
      return;
    }
    Plan plan = run.plan(request);
    if (plan.days().size() > MOST_DAYS_UNATTENDED) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%d days are due, more than %d are not started unattended. Look at `metrics plan`, then run by hand: %s"
              .formatted(plan.days().size(), MOST_DAYS_UNATTENDED, byHand));
    }
  }
}
