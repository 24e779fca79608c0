package org.businessmetrics.publish;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.businessmetrics.catalog.Definition;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.ledger.FactVersion;
import org.businessmetrics.ledger.MigratedStore;
import org.businessmetrics.ledger.RunScope;
import org.businessmetrics.lock.RunLock;
import org.jspecify.annotations.Nullable;

/** A night in the tests: stages rows, publishes them, and tidies up. */
final class Publishing {
  final MigratedStore database = MigratedStore.create();
  final List<CauseOfDays> causes = new ArrayList<>();
  final List<FactVersion> facts = new ArrayList<>();
  List<String> recipients = List.of();
  int lookbackDays = 3;
  int definitionVersion = 1;
  String definitionHash = "d1";
  ZoneId zone = ZoneId.of("UTC");

  static LocalDate day(int dayOfMarch) {
    return LocalDate.of(2026, 3, dayOfMarch);
  }

  static @Nullable Object[] row(@Nullable Object... values) {
    return values;
  }

  Published publish(Metric metric, int first, int last, @Nullable Object[]... rows) {
    return publish(metric, first, last, last, rows);
  }

  Published publish(Metric metric, int first, int last, int through, @Nullable Object[]... rows) {
    UUID runId = database.startRun(day(first), day(last));
    RunScope scope = new RunScope(runId, day(first), day(last), day(through), lookbackDays);
    try (RunLock lock = database.lock();
        Staging staging = new Staging(database.store(), runId)) {
      staging.copy(metric, Arrays.asList(rows).iterator());
      return new Publisher(database.store(), lock).publish(publication(scope, metric));
    }
  }

  Publication publication(RunScope scope, Metric metric) {
    return new Publication(
        scope,
        zone,
        publishedAt(scope),
        List.of(metric),
        Optional.empty(),
        facts.stream().map(fact -> of(fact, scope.runId())).toList(),
        List.of(new Definition(metric.name(), definitionVersion, definitionHash)),
        causes,
        Cause.LATE_DATA,
        1234,
        recipients.isEmpty()
            ? List.of()
            : List.of(new QueuedReport("daily", scope.lastDay(), recipients)));
  }

  private static Instant publishedAt(RunScope scope) {
    return scope.through().plusDays(1).atStartOfDay(ZoneId.of("UTC")).toInstant().plusSeconds(3600);
  }

  private static FactVersion of(FactVersion fact, UUID runId) {
    return new FactVersion(
        fact.fact(), fact.day(), runId, fact.path() + runId, fact.rows(), fact.sha256());
  }

  /** Rows with the transaction that wrote them, to see whether anything was written. */
  List<String> versions(String table) {
    return database.rows("select xmin, ctid, t.* from %s as t order by 3, 4".formatted(table));
  }

  List<String> restatements() {
    return database.rows(
        "select key, column_name, old_value, new_value, cause from metrics.restatements order by key, column_name");
  }

  List<String> dataVersions() {
    return database.rows("select day, data_version, is_final from metrics.days order by day");
  }
}
