package org.businessmetrics.cli;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.businessmetrics.audit.Acceptance;
import org.businessmetrics.plan.Request;
import org.businessmetrics.publish.Cause;
import org.businessmetrics.run.Ending;
import org.businessmetrics.run.NightlyRun;
import org.businessmetrics.run.RunOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The nightly job. */
@Command(
    name = "run",
    description = "Computes and publishes every day that is due, draws and mails the report.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  metrics run                     through yesterday; what cron calls every hour",
      "  metrics run --day 2026-11-22    through that day, and that day again"
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private Common common;
  @Mixin private CheckOptions checks = new CheckOptions();
  @Mixin private Guard guard = new Guard();

  @Option(names = "--day", paramLabel = "DAY", description = "The last day to publish.")
  private @Nullable LocalDate day;

  RunCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() {
    List<Acceptance> accepted = checks.accepted();
    Request request = day == null ? new Request.Nightly() : new Request.ThroughDay(day);
    NightlyRun run = new NightlyRun(common.installation(), common.progress());
    String byHand = day == null ? "run --yes" : "run --day %s --yes".formatted(day);
    Cause cause = day == null ? Cause.LATE_DATA : Cause.REQUESTED;
    RunOptions options =
        new RunOptions(
            accepted, checks.acceptLoss(), cause, Ending.DELIVER, guard.attendance(common, byHand));
    return Outcomes.print(common, run.execute(request, options));
  }
}
