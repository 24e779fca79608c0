package org.businessmetrics.cli;

import java.util.concurrent.Callable;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.inspect.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the last runs went. */
@Command(
    name = "status",
    description = "Prints the last runs, the days that stand published, and what takes space.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  metrics status               published days, the last run, the runs before it",
      "  metrics status --runs 30     a month of nights"
    })
final class StatusCommand implements Callable<Integer> {
  @Mixin private Common common;

  @Option(names = "--runs", description = "How many runs (default: ${DEFAULT-VALUE}).")
  private int runs = 5;

  StatusCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() {
    if (runs < 1) {
      throw new Failure(ExitCode.USAGE, "Invalid --runs: %d (must be >= 1)".formatted(runs));
    }
    Status status = Status.of(common.session().home(), common.store(), common.environment(), runs);
    if (common.json()) {
      common.out().println(Json.of(status));
    } else {
      status.lines().forEach(common.out()::println);
    }
    return ExitCode.OK.code();
  }
}
