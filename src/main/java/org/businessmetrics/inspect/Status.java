package org.businessmetrics.inspect;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.businessmetrics.config.Environment;
import org.businessmetrics.ledger.CheckResult;
import org.businessmetrics.ledger.Ledger;
import org.businessmetrics.ledger.Migrations;
import org.businessmetrics.ledger.PublishedDay;
import org.businessmetrics.ledger.Run;
import org.businessmetrics.ledger.Store;
import org.jspecify.annotations.Nullable;

/**
 * How things stand.
 *
 * @param firstDay the first published day; null before the first run
 * @param missingDays days without figures between the first and the last; must be 0
 * @param provisionalDays days that late rows may still change
 * @param runs the last runs, newest first
 * @param failedChecks what the newest run's checks found
 * @param bytes what takes space, by kind
 */
public record Status(
    @Nullable LocalDate firstDay,
    @Nullable LocalDate lastDay,
    long missingDays,
    long provisionalDays,
    List<Run> runs,
    List<String> failedChecks,
    Map<String, Long> bytes) {

  /** Looks. */
  public static Status of(Path home, Store store, Environment environment, int runs) {
    Map<String, Long> bytes = new LinkedHashMap<>();
    bytes.put("database", 0L);
    bytes.put("facts", Sizes.of(environment.facts()));
    bytes.put("output", Sizes.of(environment.output()));
    if (!new Migrations(home, store).hasSchema()) {
      return new Status(null, null, 0, 0, List.of(), List.of(), bytes);
    }
    Ledger ledger = new Ledger(store);
    bytes.put("database", ledger.bytes());
    NavigableMap<LocalDate, PublishedDay> days = ledger.publishedDays();
    List<Run> last = ledger.lastRuns(runs);
    List<String> failed =
        last.isEmpty()
            ? List.of()
            : ledger.checkResults(last.get(0).runId()).stream()
                .filter(result -> !result.passed())
                .map(Status::text)
                .toList();
    long inAll = days.isEmpty() ? 0 : ChronoUnit.DAYS.between(days.firstKey(), days.lastKey()) + 1;
    return new Status(
        days.isEmpty() ? null : days.firstKey(),
        days.isEmpty() ? null : days.lastKey(),
        inAll - days.size(),
        days.values().stream().filter(day -> !day.isFinal()).count(),
        last,
        failed,
        bytes);
  }

  /** For a terminal. */
  public List<String> lines() {
    return StatusText.of(this);
  }

  private static String text(CheckResult result) {
    return "%s %s: %s expected %s, found %s"
        .formatted(
            result.checkName(),
            result.day(),
            result.message(),
            result.expected().orElse("–"),
            result.actual().orElse("–"));
  }
}
