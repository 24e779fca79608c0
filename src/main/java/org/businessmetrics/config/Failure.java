package org.businessmetrics.config;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * An expected way to end: one or two lines for the operator (the value, what is allowed, the next
 * step) and the exit code that goes with them. The stack trace goes to the log only.
 */
public final class Failure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public Failure(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  public Failure(ExitCode exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** The message that an operator reads; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
