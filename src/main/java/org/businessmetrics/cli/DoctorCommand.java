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
    footerHeading = "%nExamples:%n",
    footer = {
      "  metrics doctor                         before the first run",
      "  metrics doctor --job jobs/other.yaml   what another job needs",
      "",
      "Exit code 0 when nothing is missing, 78 otherwise."
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private Common common;

  DoctorCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() {
    List<Doctor.Finding> findings = Doctor.examine(common::installation);
    boolean well = findings.stream().allMatch(Doctor.Finding::well);
    if (common.json()) {
      common.out().println(Json.of(new Diagnosis(well ? "ready" : "not_ready", findings)));
    } else {
      for (Doctor.Finding finding : findings) {
        common.say(line(finding));
      }
    }
    if (common.quiet() && !common.json()) {
      findings.stream()
          .filter(finding -> !finding.well())
          .forEach(finding -> common.complain("%s: %s".formatted(finding.what(), finding.said())));
    }
    return (well ? ExitCode.OK : ExitCode.CONFIGURATION).code();
  }

  private static String line(Doctor.Finding finding) {
    return "%s %-9s %s"
        .formatted(
            finding.well() ? "ok     " : "MISSING",
            finding.what(),
            finding.said().replaceAll("\\R", "\n" + " ".repeat(18)));
  }

  /** What programs read. */
  private record Diagnosis(String status, List<Doctor.Finding> findings) {}
}
