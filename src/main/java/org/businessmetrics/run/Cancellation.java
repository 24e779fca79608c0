package org.businessmetrics.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a run in order when the process is told to stop (SIGTERM, Ctrl-C): what runs is cancelled,
 * and the process waits until the run has cleaned up after itself, some seconds at most. The exit
 * code is the JVM's own, 143 or 130.
 */
final class Cancellation implements AutoCloseable {
  private static final long SECONDS_TO_CLEAN_UP = 8;

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
              Failures.quietly(cancel);
              awaitCleanUp();
            },
            "cancel-run");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  boolean isCancelled() {
    return cancelled.get();
  }

  private void awaitCleanUp() {
    try {
      cleanedUp.await(SECONDS_TO_CLEAN_UP, TimeUnit.SECONDS);
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
