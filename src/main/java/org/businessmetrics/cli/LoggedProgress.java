package org.businessmetrics.cli;

import java.time.Duration;
import org.businessmetrics.run.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warnings land in the log, whatever the terminal shows of them. */
record LoggedProgress(Progress shown) implements Progress {
  private static final Logger LOG = LoggerFactory.getLogger(LoggedProgress.class);

  @Override
  public void began(String step, String detail) {
    shown.began(step, detail);
  }

  @Override
  public void ended(String step, Duration took, long rowsIn, long rowsOut) {
    shown.ended(step, took, rowsIn, rowsOut);
  }

  @Override
  public void advanced(int daysDone, int daysInAll, Duration soFar) {
    shown.advanced(daysDone, daysInAll, soFar);
  }

  @Override
  public void warning(String message) {
    LOG.warn(message);
    shown.warning(message);
  }
}
