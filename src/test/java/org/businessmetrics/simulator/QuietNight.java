package org.businessmetrics.simulator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.businessmetrics.config.Job;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.publish.HistoryMerge;
import org.businessmetrics.publish.HistoryMerge.Rows;
import org.businessmetrics.publish.SubscriptionHistory;
import org.businessmetrics.run.Installation;
import org.businessmetrics.source.SourceSnapshot;
import org.businessmetrics.testing.Pipeline;

/**
 * What a night that publishes nothing does all the same: it copies the subscriptions and merges.
 */
final class QuietNight {
  private QuietNight() {}

  static void fall(Pipeline pipeline, Instant now, LocalDate day) {
    Installation installation = pipeline.at(now);
    Job job = installation.job();
    Store store = new Store(installation.home(), installation.environment().database());
    try (SourceSnapshot snapshot = installation.source().snapshot(now)) {
      ByteArrayOutputStream rows = new ByteArrayOutputStream();
      snapshot.copy("subscriptions", Optional.empty(), rows);
      new SubscriptionHistory(store)
          .snapshot(
              new ByteArrayInputStream(rows.toByteArray()), now, day, job.calendar().startOf(day));
      String recent =
          "(updated_at is null or updated_at >= '%s')"
              .formatted(now.minus(Duration.ofDays(job.lookbackDays() + 2L)));
      Rows changes = csv -> snapshot.copy("subscription_changes", Optional.of(recent), csv);
      Rows accounts = csv -> snapshot.copy("accounts", Optional.empty(), csv);
      new HistoryMerge(store)
          .merge(
              new HistoryMerge.Input(
                  lastRun(pipeline),
                  now,
                  true,
                  job.zone(),
                  job.priceBook(),
                  true,
                  Optional.of(changes),
                  Optional.empty(),
                  Optional.of(accounts),
                  List.of()));
    }
  }

  private static UUID lastRun(Pipeline pipeline) {
    return UUID.fromString(
        pipeline.rows("select run_id from pipeline.runs order by started_at desc limit 1").get(0));
  }
}
