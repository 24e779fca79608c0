package org.businessmetrics.run;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.Sql;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.publish.HistoryMerge;
import org.businessmetrics.publish.HistoryMerge.Rows;
import org.businessmetrics.publish.Merged;
import org.businessmetrics.source.Source;
import org.businessmetrics.source.SourceSnapshot;
import org.businessmetrics.source.canonical.Canonical;

/**
 * Merges what the nightly copies saw with the changes that the source remembers, after the copy and
 * before anything is computed, in a transaction of its own.
 */
final class SubscriptionMerge {
  private static final String STEP = "subscription history";

  private final Installation installation;
  private final Progress progress;
  private final Steps steps;
  private final HistoryMerge merge;

  SubscriptionMerge(Installation installation, Store store, Progress progress, Steps steps) {
    this.installation = installation;
    this.progress = progress;
    this.steps = steps;
    this.merge = new HistoryMerge(store);
  }

  /**
   * Merges, where the source gives subscriptions or their changes. Only changes that came since the
   * last merge, and the lookback before it, are read; all of them the first time.
   *
   * @throws Failure 3 with more unusable changes than the job bears; what was merged stays
   */
  void run(Source source, SourceSnapshot snapshot, UUID runId) {
    boolean subscriptions = source.relations().contains(Canonical.SUBSCRIPTIONS);
    boolean changes = source.relations().contains(Canonical.SUBSCRIPTION_CHANGES);
    if (!subscriptions && !changes) {
      return;
    }
    Optional<String> since = merge.last().map(this::arrivedSince);
    HistoryMerge.Input input =
        new HistoryMerge.Input(
            runId,
            installation.takenAt(snapshot),
            installation.replay(),
            installation.job().zone(),
            installation.job().priceBook(),
            subscriptions,
            rows(source, snapshot, Canonical.SUBSCRIPTION_CHANGES, since),
            rows(source, snapshot, Canonical.PAYMENTS, Optional.of("subscription_id is not null")),
            rows(source, snapshot, Canonical.ACCOUNTS, Optional.empty()),
            installation.job().internal().userIds());
    Merged merged =
        steps.run(
            STEP,
            "copies and changes together",
            () -> merge.merge(input),
            Merged::read,
            done -> done.added() + done.superseded(),
            done -> done.done() ? done.summary() : "");
    warn(merged);
    refuse(merged);
  }

  private String arrivedSince(Instant last) {
    Duration lookback = Duration.ofDays(installation.job().lookbackDays() + 1L);
    return "(updated_at is null or updated_at >= %s)".formatted(Sql.instant(last.minus(lookback)));
  }

  private static Optional<Rows> rows(
      Source source, SourceSnapshot snapshot, String relation, Optional<String> where) {
    return source.relations().contains(relation)
        ? Optional.of(csv -> snapshot.copy(relation, where, csv))
        : Optional.empty();
  }

  private void warn(Merged merged) {
    if (merged.differences() > 0) {
      progress.warning(
          "Subscriptions that are not as their last event says: %d; pipeline.quarantine lists them by id."
              .formatted(merged.differences()));
    }
    if (merged.unknown() > 0) {
      progress.warning(
          "Changes of subscriptions that the source does not have: %d; they are left out, and pipeline.quarantine names them."
              .formatted(merged.unknown()));
    }
    if (merged.unusable() > 0) {
      progress.warning(
          "Subscription changes that can't be used: %d, the first: %s"
              .formatted(merged.unusable(), merged.examples().get(0)));
    }
  }

  private void refuse(Merged merged) {
    BigDecimal most = installation.job().quarantine().most(merged.read());
    if (BigDecimal.valueOf(merged.unusable()).compareTo(most) > 0) {
      throw new Failure(
          ExitCode.REFUSED,
          "%d of %d rows of subscription_changes can't be used (allowed: %s), the first: %s. Nothing was published; see pipeline.quarantine."
              .formatted(
                  merged.unusable(), merged.read(), most.toBigInteger(), merged.examples().get(0)));
    }
  }
}
