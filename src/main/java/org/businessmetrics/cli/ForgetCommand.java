package org.businessmetrics.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.run.Forgetting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Somebody asks to be forgotten. */
@Command(
    name = "forget",
    description = {
      "Takes a user's id out of facts, state, history and quarantine. Published figures stay: they",
      "name nobody. Delete the account in the source first: what is read again is known again."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  metrics forget 6f9619ff-8b86-d011-b42d-00c04fc964ff --dry-run",
      "  metrics forget 6f9619ff-8b86-d011-b42d-00c04fc964ff"
    })
final class ForgetCommand implements Callable<Integer> {
  @Mixin private Common common;

  @Parameters(paramLabel = "USER_ID", description = "The id, as the source writes it.")
  private String userId = "";

  @Option(names = "--dry-run", description = "Count what is known; change nothing.")
  private boolean dryRun;

  ForgetCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() {
    Map<String, Long> rows = new Forgetting(common.installation()).forget(userId, dryRun);
    if (common.json()) {
      common.out().println(Json.of(Map.of("forgotten", !dryRun, "rows", rows)));
    } else if (rows.isEmpty()) {
      common.say("Nothing is known of this user.");
    } else {
      common.say(
          "%s: %s"
              .formatted(
                  dryRun ? "Would be forgotten" : "Forgotten",
                  rows.entrySet().stream()
                      .map(entry -> "%d rows of %s".formatted(entry.getValue(), entry.getKey()))
                      .collect(Collectors.joining(", "))));
    }
    return ExitCode.OK.code();
  }
}
