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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The nightly job over a range that somebody asks for. */
@Command(
    name = "backfill",
    description = {
      "Computes and publishes the days of a range, published or not.",
      "Figures that change are written to metrics.restatements. Later days that rest on the range",
      "are computed again from the stored facts. --dry-run does all of it but publish, and prints",
      "which figures would change."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  metrics backfill --from 2026-10-01 --to 2026-10-31 --dry-run"})
final class BackfillCommand implements Callable<Integer> {
  @Mixin private Common common;
  @Mixin private CheckOptions checks = new CheckOptions();
  @Mixin private Guard guard = new Guard();

  @Option(names = "--from", required = true, paramLabel = "DAY", description = "The first day.")
  private LocalDate from = LocalDate.MIN;

  @Option(names = "--to", required = true, paramLabel = "DAY", description = "The last day.")
  private LocalDate to = LocalDate.MIN;

  @Option(
      names = "--dry-run",
      description = "Compute, print the days and what would change, and publish nothing.")
  private boolean dryRun;

  @Option(
      names = "--deliver",
      description = "Mail the report of the last day published, as the nightly job does.")
  private boolean deliver;

  BackfillCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() {
    List<Acceptance> accepted = checks.accepted();
    Request request = new Request.Backfill(from, to);
    NightlyRun run = new NightlyRun(common.installation(), common.progress());
    if (dryRun) {
      Outcomes.print(common, run.plan(request));
    }
    String byHand = "backfill --from %s --to %s --yes".formatted(from, to);
    RunOptions options =
        new RunOptions(
            accepted,
            checks.acceptLoss(),
            Cause.REQUESTED,
            dryRun ? Ending.REHEARSE : deliver ? Ending.DELIVER : Ending.DRAW,
            guard.attendance(common, byHand));
    return Outcomes.print(common, run.execute(request, options));
  }
}
