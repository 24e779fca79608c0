package org.businessmetrics.cli;

import java.util.concurrent.Callable;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.MailAddress;
import org.businessmetrics.deliver.Rehearsal;
import org.businessmetrics.deliver.Summary;
import org.businessmetrics.run.Delivering;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The reports, to mailboxes. */
@Command(
    name = "deliver",
    description = {
      "Mails what is pending: reports that were published, and notices about them.",
      "The nightly job does the same at its end. Nothing is sent twice unless --resend asks for it."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  metrics deliver                            what is pending",
      "  metrics deliver --dry-run                  the newest report as .eml files; sends nothing",
      "  metrics deliver --to me@example.com        the newest report, marked as a test",
      "  metrics deliver --resend ann@example.com   after a failure, or to release a held report",
      "  metrics deliver --report weekly-leadership --dry-run"
    })
final class DeliverCommand implements Callable<Integer> {
  @Mixin private Common common;

  @Option(
      names = "--report",
      paramLabel = "NAME",
      description = "Only this one of the job's reports (default: all of them).")
  private @Nullable String report;

  @ArgGroup private Instead instead = new Instead();

  /** One of them, or none. */
  static final class Instead {
    @Option(
        names = "--dry-run",
        description = "Write the newest report's messages to files, and send nothing.")
    private boolean dryRun;

    @Option(
        names = "--to",
        paramLabel = "ADDRESS",
        description = "Send the newest report to this address as a test; nothing counts as sent.")
    private @Nullable String to;

    @Option(
        names = "--resend",
        paramLabel = "ADDRESS",
        description =
            "Send the newest report again to a recipient (or: all) whose message failed, may not have arrived, or is held.")
    private @Nullable String resend;
  }

  DeliverCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() {
    Delivering all = new Delivering(common.installation());
    Delivering delivering = report == null ? all : all.only(report);
    if (instead.dryRun) {
      Rehearsal.Result result = delivering.rehearse();
      if (common.json()) {
        common.out().println(Json.of(result));
      } else {
        common.say(result.verdict());
        result.files().forEach(file -> common.say(file.toString()));
      }
      return ExitCode.OK.code();
    }
    if (instead.to != null) {
      for (String reply : delivering.test(address(instead.to))) {
        common.say("Sent to %s: %s".formatted(instead.to, reply));
      }
      return ExitCode.OK.code();
    }
    return print(instead.resend == null ? delivering.deliver() : delivering.resend(instead.resend));
  }

  private int print(Summary summary) {
    ExitCode exitCode = summary.isDelivered() ? ExitCode.OK : ExitCode.UNDELIVERED;
    if (common.json()) {
      common.out().println(Json.of(summary));
    } else if (summary.isDelivered()) {
      common.say(summary.text());
    } else {
      common.complain(summary.text());
    }
    return exitCode.code();
  }

  private static MailAddress address(String text) {
    try {
      return MailAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE, "Invalid --to: '%s' (%s)".formatted(text, e.getMessage()), e);
    }
  }
}
