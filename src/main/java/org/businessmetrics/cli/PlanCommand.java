package org.businessmetrics.cli;

import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.businessmetrics.plan.Request;
import org.businessmetrics.run.NightlyRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the next run would do. */
@Command(
    name = "plan",
    description = "Prints the days that are due and why. Writes nothing.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  metrics plan                       what the next `metrics run` would do",
      "  metrics plan --day 2026-11-22      what `metrics run --day 2026-11-22` would do"
    })
final class PlanCommand implements Callable<Integer> {
  @Mixin private Common common;

  @Option(names = "--day", paramLabel = "DAY", description = "Plan through this day.")
  private @Nullable LocalDate day;

  PlanCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() {
    Request request = day == null ? new Request.Nightly() : new Request.ThroughDay(day);
    return Outcomes.print(
        common, new NightlyRun(common.installation(), common.progress()).plan(request));
  }
}
