package org.businessmetrics.config;

/**
 * What the process tells cron, following sysexits where one fits. Every code asks something else of
 * the operator; {@code schedules/README.md} says what.
 */
public enum ExitCode {
  OK(0),
  /** {@code metrics health} found something that is not healthy. */
  UNHEALTHY(1),
  /** A check before publishing failed: yesterday's figures stand. */
  REFUSED(3),
  /** Published, but a report or a message could not be delivered. */
  UNDELIVERED(6),
  USAGE(64),
  /** The source breaks its contract: a column is gone or of another type. */
  SOURCE_CONTRACT(65),
  INTERNAL(70),
  /** Disk or operating system. */
  SYSTEM(71),
  /** Lock held, source late, database away: the next tick of cron may succeed. */
  TRY_AGAIN(75),
  /** Configuration, missing grant or migration, wrong password. */
  CONFIGURATION(78),
  INTERRUPTED(130),
  CANCELLED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number handed to the operating system. */
  public int code() {
    return code;
  }
}
