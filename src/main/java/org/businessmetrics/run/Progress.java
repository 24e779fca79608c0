package org.businessmetrics.run;

import java.time.Duration;

/** What a run tells whoever watches it. */
public interface Progress {
  /** Nobody watches. */
  Progress NONE =
      new Progress() {
        @Override
        public void began(String step, String detail) {}

        @Override
        public void ended(String step, Duration took, long rowsIn, long rowsOut) {}

        @Override
        public void advanced(int daysDone, int daysInAll, Duration soFar) {}

        @Override
        public void warning(String message) {}
      };

  /** A step begins; {@code detail} says with what. */
  void began(String step, String detail);

  /** The step is done. */
  void ended(String step, Duration took, long rowsIn, long rowsOut);

  /** How far a long backfill has come. */
  void advanced(int daysDone, int daysInAll, Duration soFar);

  /** Something that the operator should know, though nothing has failed. */
  void warning(String message);
}
