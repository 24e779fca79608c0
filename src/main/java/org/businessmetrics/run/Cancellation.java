package org.businessmetrics.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;

/**
 * Ends a run in order when the process is told to stop (SIGTERM, Ctrl-C): what runs is cancelled,
 * and the process waits until the run has cleaned up after itself, some seconds at most. The exit
 * code is the JVM's own, 143 or 130.
 */
final class Cancellation implements AutoCloseable {
  private static final int TRIES = 40;
  private static final long MILLISECONDS_BETWEEN_TRIES = 200;

  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final CountDownLatch cleanedUp = new CountDownLatch(1);
  private final Thread hook;

  /**
   * @param cancel stops whatever the run waits for, so that it fails soon
   */
  Cancellation(Runnable cancel) {
    hook =
        new Thread(
            () -> {
              cancelled.set(true);
              cancelUntilCleanedUp(cancel);
            },
            "cancel-run");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  boolean isCancelled() {
    return cancelled.get();
  }

  /** Ends what was asked for at the next step, if nothing noticed before. */
  void check() {
    if (isCancelled()) {
      throw new Failure(ExitCode.CANCELLED, "Cancelled. Nothing was published by this run.");
    }
  }

  /** Again and again: a cancel that falls between two statements reaches neither. */
  private void cancelUntilCleanedUp(Runnable cancel) {
    try {
      for (int i = 0; i < TRIES; i++) {
        Failures.quietly(cancel);
        if (cleanedUp.await(MILLISECONDS_BETWEEN_TRIES, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The run has ended, one way or the other. */
  @Override
  public void close() {
    cleanedUp.countDown();
    if (!cancelled.get()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException shuttingDown) {
        // Then the hook has run or runs now, and finds everything done.
      }
    }
  }
}
