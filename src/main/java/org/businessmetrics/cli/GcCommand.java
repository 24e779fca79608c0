package org.businessmetrics.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.run.Keeping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Nothing grows for ever. */
@Command(
    name = "gc",
    description = {
      "Deletes what the job's 'keep' keys no longer keep: facts that later runs have superseded, old",
      "states, old reports, old rows in quarantine. No published figure and no history is among it."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  metrics gc --dry-run      how much it would be", "  metrics gc"})
final class GcCommand implements Callable<Integer> {
  @Mixin private Common common;

  @Option(names = "--dry-run", description = "Count what would go; delete nothing.")
  private boolean dryRun;

  GcCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() {
    Map<String, Long> found = new Keeping(common.installation()).collect(dryRun);
    if (common.json()) {
      common.out().println(Json.of(Map.of("deleted", !dryRun, "found", found)));
    } else if (found.isEmpty()) {
      common.say("Nothing is old.");
    } else {
      common.say(
          "%s: %s"
              .formatted(
                  dryRun ? "Would be deleted" : "Deleted",
                  found.entrySet().stream()
                      .map(entry -> "%,d %s".formatted(entry.getValue(), entry.getKey()))
                      .collect(Collectors.joining(", "))));
    }
    return ExitCode.OK.code();
  }
}
