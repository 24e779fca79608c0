package org.businessmetrics.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that all others hang under. */
@Command(
    name = "metrics",
    description = "Nightly business metrics: from an application's tables to a report.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      BackfillCommand.class,
      ForgetCommand.class,
      GcCommand.class,
      PlanCommand.class,
      ReportCommand.class,
      DeliverCommand.class,
      StatusCommand.class,
      HealthCommand.class,
      DoctorCommand.class,
      ExplainCommand.class,
      DocsCommand.class,
      ExportCommand.class,
      QueryCommand.class,
      WarmUpCommand.class,
      AutoComplete.GenerateCompletion.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  metrics demo                    see it work: sample company, nightly job, report",
      "  metrics doctor                  what is missing before the first run",
      "  metrics run                     every day that is due",
      "  metrics explain dau             what a figure means and where it came from",
      "",
      "Exit codes: 0 done or nothing to do, 3 refused by a check, 6 published but not delivered,",
      "64 usage, 65 source contract, 70 internal, 71 disk or system, 75 try again later,",
      "78 configuration. schedules/README.md says what each asks of you."
    })
final class MetricsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
