package org.businessmetrics.cli;

import java.util.concurrent.Callable;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.inspect.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the last runs went. */
@Command(
    name = "status",
    description = "Prints the last runs, the days that stand published, and what takes space.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Mixin private Common common;

  @Option(names = "--runs", description = "How many runs (default: ${DEFAULT-VALUE}).")
  private int runs = 5;

  StatusCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() {
    Status status = Status.of(common.store(), common.environment(), runs);
    if (common.json()) {
      common.out().println(Json.of(status));
    } else {
      status.lines().forEach(common.out()::println);
    }
    return ExitCode.OK.code();
  }
}
