package org.businessmetrics.source;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.Failure;

/**
 * Where an application's rows come from. Nothing behind it knows which kind it is. Every method
 * throws {@link Failure} with what the operator can do about it.
 */
public sealed interface Source permits PostgresSource, CsvSource {

  /** A folder of SQL files, one a relation, that select the canonical columns on a server. */
  static PostgresSource postgres(Path sqlFolder, DatabaseAddress address, SourceSettings settings) {
    return new PostgresSource(sqlFolder, address, settings);
  }

  /** A folder of CSV files, one a relation, with the canonical columns. */
  static CsvSource csv(Path folder, SourceSettings settings) {
    return new CsvSource(folder, settings);
  }

  /** The canonical relations that the folder gives. */
  Set<String> relations();

  /**
   * Compares what the source gives with what it must give; reads no row.
   *
   * @return warnings
   * @throws Failure naming everything that is missing or of another type, expected and found
   */
  List<String> checkContract();

  /**
   * The first instant of accounts, activity, events and payments, or, where there are none, the
   * first beginning of a subscription; empty without any row.
   */
  Optional<Instant> firstInstant();

  /** The newest time stamp of a relation that is not after the given instant. */
  Optional<Instant> newest(String relation, Instant notAfter);

  /** Until when the source is complete: a standby's replay time, otherwise {@code now}. */
  Instant replayedUntil(Instant now);

  /**
   * One instant of the source for all reads of a run.
   *
   * @param now what the run takes for the present; a server's own clock goes before it
   */
  SourceSnapshot snapshot(Instant now);

  /** The failure inside an exception that Spark threw while reading a source, if there is one. */
  static Optional<Failure> failureIn(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof Failure failure) {
        return Optional.of(failure);
      }
    }
    return Optional.empty();
  }
}
