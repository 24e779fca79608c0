package org.businessmetrics.cli;

import java.io.PrintWriter;
import java.time.Duration;
import org.businessmetrics.run.Progress;

/** Nothing but warnings. */
final class QuietProgress implements Progress {
  private final PrintWriter err;

  QuietProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void began(String step, String detail) {}

  @Override
  public void ended(String step, Duration took, long rowsIn, long rowsOut) {}

  @Override
  public void advanced(int daysDone, int daysInAll, Duration soFar) {}

  @Override
  public void warning(String message) {
    err.println("metrics: warning: " + message);
  }
}
