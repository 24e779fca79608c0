package org.businessmetrics.inspect;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.businessmetrics.ledger.Run;

/** A status on a terminal: the answer in the first lines, what lies behind it below. */
final class StatusText {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;

  private StatusText() {}

  static List<String> of(Status status) {
    List<String> lines = new ArrayList<>();
    lines.add("Published  " + published(status));
    lines.add("Last run   " + lastRun(status));
    status.failedChecks().forEach(check -> lines.add("           check " + check));
    lines.add("Space      " + space(status.bytes()));
    if (!status.runs().isEmpty()) {
      lines.add("");
      lines.add(
          "%-19s  %-9s  %-23s  %8s  %s".formatted("started (UTC)", "state", "days", "took", "run"));
      status.runs().forEach(run -> add(run, lines));
    }
    return lines;
  }

  private static String published(Status status) {
    if (status.lastDay() == null) {
      return "nothing yet. See `metrics doctor`, then `metrics plan`.";
    }
    String missing =
        status.missingDays() == 0
            ? "none missing"
            : "%d MISSING (run `metrics backfill`)".formatted(status.missingDays());
    String provisional =
        status.provisionalDays() == 0
            ? "all final"
            : "late rows may still change the last %d".formatted(status.provisionalDays());
    return "%s to %s, %s, %s".formatted(status.firstDay(), status.lastDay(), missing, provisional);
  }

  private static String lastRun(Status status) {
    if (status.runs().isEmpty()) {
      return "none";
    }
    Run run = status.runs().get(0);
    StringBuilder said = new StringBuilder(run.state().word());
    run.endedAt().ifPresent(at -> said.append(" at ").append(UTC.format(at)).append(" UTC"));
    run.exitCode().filter(code -> code != 0).ifPresent(code -> said.append(", exit ").append(code));
    run.rowsRead().ifPresent(rows -> said.append(", read %,d rows".formatted(rows)));
    run.rowsPublished().ifPresent(rows -> said.append(", published %,d".formatted(rows)));
    return said.toString();
  }

  private static void add(Run run, List<String> lines) {
    lines.add(
        "%s  %-9s  %-23s  %8s  %s"
            .formatted(
                UTC.format(run.startedAt()),
                run.state().word(),
                run.firstDay().equals(run.lastDay())
                    ? run.firstDay()
                    : "%s … %s".formatted(run.firstDay(), run.lastDay()),
                run.endedAt().map(at -> took(run.startedAt(), at)).orElse(""),
                run.runId()));
    run.cause().ifPresent(cause -> cause.lines().forEach(line -> lines.add("    " + line)));
  }

  private static String took(Instant started, Instant ended) {
    long seconds = Duration.between(started, ended).toSeconds();
    if (seconds < MINUTE) {
      return seconds + " s";
    }
    return seconds < HOUR
        ? "%d min".formatted(seconds / MINUTE)
        : "%d h %d min".formatted(seconds / HOUR, seconds % HOUR / MINUTE);
  }

  private static String space(Map<String, Long> bytes) {
    return bytes.entrySet().stream()
        .map(entry -> "%s %s".formatted(entry.getKey(), size(entry.getValue())))
        .collect(Collectors.joining(", "));
  }

  private static String size(long bytes) {
    long kilobytes = (bytes + 1023) / 1024;
    return kilobytes < 10_000
        ? "%,d KB".formatted(kilobytes)
        : "%,d MB".formatted(kilobytes / 1024);
  }
}
