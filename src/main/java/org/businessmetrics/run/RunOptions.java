package org.businessmetrics.run;

import java.util.List;
import org.businessmetrics.audit.Acceptance;
import org.businessmetrics.publish.Cause;

/**
 * What somebody may decide about a run.
 *
 * @param accepted failed checks that are published all the same
 * @param acceptLoss whether final days may lose rows
 * @param cause why published figures change, where nothing says it better
 * @param ending what becomes of what was computed
 * @param attendance whether somebody is there for work that takes long
 */
public record RunOptions(
    List<Acceptance> accepted,
    boolean acceptLoss,
    Cause cause,
    Ending ending,
    Attendance attendance) {
  /** What the nightly job does, somebody looking on. */
  public static final RunOptions NIGHTLY =
      new RunOptions(List.of(), false, Cause.LATE_DATA, Ending.DELIVER, Attendance.ATTENDED);

  public RunOptions {
    accepted = List.copyOf(accepted);
  }
}
