package org.businessmetrics.cli;

import org.businessmetrics.run.Attendance;
import picocli.CommandLine.Option;

/** Whether somebody is there. */
final class Guard {
  @Option(names = "--yes", description = "Start also when more than 500 days are due.")
  private boolean yes;

  /**
   * @param byHand the same command with {@code --yes}
   */
  Attendance attendance(Common common, String byHand) {
    return yes || common.session().isTerminal()
        ? Attendance.ATTENDED
        : new Attendance.Unattended(common.byHand(byHand));
  }
}
