package org.businessmetrics.run;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.source.Source;

/** Whether the source has all of a day that the clock asks for. */
final class Freshness {
  private final Installation installation;
  private final Source source;

  Freshness(Installation installation, Source source) {
    this.installation = installation;
    this.source = source;
  }

  /**
   * Refuses a day that has not ended by the source's own clock, whatever this machine's says.
   *
   * @param takenAt when the source says that its snapshot was taken
   * @throws Failure {@link ExitCode#TRY_AGAIN}
   */
  void requireOver(LocalDate day, Instant takenAt) {
    Instant end = installation.job().calendar().endOf(day);
    if (takenAt.isBefore(end)) {
      throw new Failure(
          ExitCode.TRY_AGAIN,
          "The source's clock said %s when it was read, and %s ends at %s: this machine's clock is ahead of it. Nothing was published; set the clock that is wrong, and the next tick goes on."
              .formatted(takenAt, day, end));
    }
  }

  /**
   * Looks at the source's replay time and at the newest rows that the job names.
   *
   * @return the instant up to which the source is complete
   * @throws Failure {@link ExitCode#TRY_AGAIN} when it is not fresh enough for the day
   */
  Instant require(LocalDate day) {
    Instant end = installation.job().calendar().endOf(day);
    Instant replayed = source.replayedUntil(installation.now());
    if (replayed.isBefore(end)) {
      throw new Failure(
          ExitCode.TRY_AGAIN,
          "The source has replayed up to %s, %s ends at %s. Nothing was published; the next tick tries again."
              .formatted(replayed, day, end));
    }
    for (Map.Entry<String, Duration> rule : installation.job().freshness().entrySet()) {
      Instant earliest = end.minus(rule.getValue());
      Optional<Instant> newest = source.newest(rule.getKey(), installation.now());
      if (newest.isEmpty() || newest.get().isBefore(earliest)) {
        throw new Failure(
            ExitCode.TRY_AGAIN,
            "The newest row of %s is of %s, for %s there must be one of %s or later. Nothing was published; the next tick tries again."
                .formatted(
                    rule.getKey(), newest.map(Instant::toString).orElse("never"), day, earliest));
      }
    }
    return replayed;
  }
}
