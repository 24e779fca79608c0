package org.businessmetrics.run;

import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.plan.Plan;

/** Who looks on: long work is started by somebody who knows, not by cron by accident. */
public sealed interface Attendance {
  /** Somebody who asked for whatever is due. */
  Attendance ATTENDED = new Attended();

  /**
   * @throws Failure 78 where the plan is more than is done without anybody
   */
  void require(Plan plan);

  /** Whatever is due is done. */
  record Attended() implements Attendance {
    @Override
    public void require(Plan plan) {}
  }

  /**
   * At most 500 days are done.
   *
   * @param byHand the command that does more, as it is typed
   */
  record Unattended(String byHand) implements Attendance {
    private static final int MOST_DAYS = 500;

    @Override
    public void require(Plan plan) {
      if (plan.days().size() > MOST_DAYS) {
        throw new Failure(
            ExitCode.CONFIGURATION,
            "%d days are due, more than %d are not started unattended. Look at `metrics plan`, then run by hand: %s"
                .formatted(plan.days().size(), MOST_DAYS, byHand));
      }
    }
  }
}
