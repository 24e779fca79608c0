package org.businessmetrics.deliver;

import java.time.Duration;

/** Waits between two attempts. */
interface Pause {
  Pause REAL =
      duration -> {
        try {
          Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      };

  void take(Duration duration);
}
