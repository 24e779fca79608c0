package org.businessmetrics.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.businessmetrics.run.Progress;

/** A line a step for somebody who watches. */
final class TerminalProgress implements Progress {
  private final PrintWriter err;
  private final boolean verbose;

  TerminalProgress(PrintWriter err, boolean verbose) {
    this.err = err;
    this.verbose = verbose;
  }

  @Override
  public void began(String step, String detail) {
    if (verbose) {
      err.printf("  %-32s %s%n", step, detail);
    }
  }

  @Override
  public void ended(String step, Duration took, long rowsIn, long rowsOut) {
    String rows =
        rowsIn > 0
            ? "%,d → %,d rows".formatted(rowsIn, rowsOut)
            : rowsOut > 0 ? "%,d rows".formatted(rowsOut) : "";
    err.printf(Locale.ROOT, "  %-32s %6.1f s  %s%n", step, took.toMillis() / 1000.0, rows);
  }

  @Override
  public void advanced(int daysDone, int daysInAll, Duration soFar) {
    if (daysInAll <= daysDone) {
      return;
    }
    long secondsLeft = soFar.toSeconds() * (daysInAll - daysDone) / Math.max(daysDone, 1);
    err.printf("%d of %d days published, about %d s left%n", daysDone, daysInAll, secondsLeft);
  }

  @Override
  public void warning(String message) {
    err.println("warning: " + message);
  }
}
