package org.businessmetrics.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.source.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator reads when something else than a {@link Failure} was thrown. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** The failure that it is, or that stands behind it. */
  static RuntimeException of(Exception thrown) {
    var failure = Source.failureIn(thrown);
    if (failure.isPresent()) {
      return failure.get();
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      boolean io = cause instanceof IOException || cause instanceof UncheckedIOException;
      if (io && message.contains("No space left on device")) {
        return new Failure(
            ExitCode.SYSTEM,
            "The disk is full: %s. Nothing was published; free space and the next tick goes on."
                .formatted(message),
            thrown);
      }
    }
    return thrown instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException(thrown.getMessage(), thrown);
  }

  /** What the process tells its caller about it. */
  static ExitCode exitCode(RuntimeException thrown) {
    return thrown instanceof Failure failure ? failure.exitCode() : ExitCode.INTERNAL;
  }

  /** Cleans up after a failure: a second one is for the log only. */
  static void quietly(Runnable cleaning) {
    try {
      cleaning.run();
    } catch (RuntimeException e) {
      LOG.warn("While cleaning up after a failure: {}", e.getMessage(), e);
    }
  }
}
