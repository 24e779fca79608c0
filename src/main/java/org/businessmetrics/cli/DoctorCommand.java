package org.businessmetrics.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.run.Doctor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Before the first run, and when something is wrong. */
@Command(
    name = "doctor",
    description = "Finds out whether this machine can run the job, and says what is missing.",
    mixinStandardHelpOptions = true,
    footer = "%nExit code 0 when nothing is missing, 78 otherwise.")
final class DoctorCommand implements Callable<Integer> {
  @Mixin private Common common;

  DoctorCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() {
    List<Doctor.Finding> findings = Doctor.examine(common::installation);
    if (common.json()) {
      common.out().println(Json.of(findings));
    } else {
      for (Doctor.Finding finding : findings) {
        common.say(
            "%s %-12s %s"
                .formatted(finding.well() ? "ok     " : "MISSING", finding.what(), finding.said()));
      }
    }
    boolean well = findings.stream().allMatch(Doctor.Finding::well);
    return (well ? ExitCode.OK : ExitCode.CONFIGURATION).code();
  }
}
