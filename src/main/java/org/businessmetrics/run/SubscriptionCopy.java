package org.businessmetrics.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.publish.Snapshot;
import org.businessmetrics.publish.SubscriptionHistory;
import org.businessmetrics.publish.SubscriptionHistory.WhenEmpty;
import org.businessmetrics.source.Source;
import org.businessmetrics.source.SourceSnapshot;

/**
 * Keeps the subscriptions as they are now. What can't be made up later comes before everything that
 * may fail, and is committed at once.
 */
final class SubscriptionCopy {
  private static final String RELATION = "subscriptions";
  private static final String EMPTY_IS_TRUE = "subscriptions_present";

  private final Installation installation;
  private final Store store;
  private final Progress progress;
  private final Steps steps;

  SubscriptionCopy(Installation installation, Store store, Progress progress, Steps steps) {
    this.installation = installation;
    this.store = store;
    this.progress = progress;
    this.steps = steps;
  }

  /**
   * Copies, where the source gives subscriptions. A source that suddenly has none is warned of, and
   * the night goes on without a copy.
   *
   * @return what kept it from being copied, to be thrown unless the contract says it better
   */
  Optional<RuntimeException> take(Source source, SourceSnapshot snapshot, RunOptions options) {
    if (!source.relations().contains(RELATION)) {
      return Optional.empty();
    }
    Instant takenAt = installation.takenAt(snapshot);
    LocalDate day = installation.job().calendar().lastEnded(takenAt, Duration.ZERO);
    boolean emptyIsTrue =
        options.accepted().stream().anyMatch(accepted -> accepted.check().equals(EMPTY_IS_TRUE));
    try {
      steps.run(
          RELATION,
          "kept before anything is computed",
          () -> copy(snapshot, takenAt, day, emptyIsTrue ? WhenEmpty.CLOSE_ALL : WhenEmpty.REFUSE),
          Snapshot::rows,
          kept -> kept.added() + kept.changed() + kept.vanished(),
          kept -> "");
      return Optional.empty();
    } catch (Failure e) {
      if (e.exitCode() == ExitCode.REFUSED) {
        progress.warning(e.getMessage());
        return Optional.empty();
      }
      return Optional.of(e);
    }
  }

  /** Through a file, so that memory stays small and half a copy is never taken for the whole. */
  private Snapshot copy(
      SourceSnapshot snapshot, Instant takenAt, LocalDate day, WhenEmpty whenEmpty)
      throws IOException {
    Path file = Files.createTempFile("business-metrics-subscriptions", ".csv");
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        snapshot.copy(RELATION, Optional.empty(), out);
      }
      try (InputStream in = Files.newInputStream(file)) {
        return new SubscriptionHistory(store)
            .snapshot(in, takenAt, day, installation.job().calendar().startOf(day), whenEmpty);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
