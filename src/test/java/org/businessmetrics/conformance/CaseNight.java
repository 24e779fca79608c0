package org.businessmetrics.conformance;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.testing.Pipeline;
import org.jspecify.annotations.Nullable;

/**
 * The one night that publishes everything that a case's runs in one calendar ask about. It runs
 * when it is first asked, as late as the last day that any of them needs.
 */
final class CaseNight {
  private static final Duration AFTER_THE_DAY = Duration.ofHours(2);

  private final Path folder;
  private final CaseRun run;
  private LocalDate through = LocalDate.MIN;
  private @Nullable Night night;

  CaseNight(Path folder, CaseRun run) {
    this.folder = folder;
    this.run = run;
  }

  /** Asks for the days through this one; days without activity have figures too. */
  void needs(LocalDate day) {
    through = day.isAfter(through) ? day : through;
  }

  /** A column of active users by the starts of these periods. */
  List<String> figures(Grain grain, String column, List<LocalDate> periods) {
    Map<String, String> byPeriod = byFirstColumn(grain.select(column));
    LocalDate begin = firstDay();
    return periods.stream()
        .map(
            period ->
                // Nothing is published for the time before the source's first row: nobody was
                // there.
                grain.end(period).isBefore(begin)
                    ? "0"
                    : byPeriod.getOrDefault(period.toString(), "no row"))
        .toList();
  }

  /** Distinct users of the windows of so many days that end on each of these days. */
  List<String> activeUsers(int windowDays, LocalDate from, LocalDate to) {
    return night()
        .rows(
            """
            select metrics.active_users(day::date - %d, day::date)
            from generate_series(date '%s', date '%s', interval '1 day') as day
            order by day
            """
                .formatted(windowDays - 1, from, to));
  }

  /** A query's second column by its first. */
  Map<String, String> byFirstColumn(String sql) {
    Map<String, String> result = new TreeMap<>();
    for (String row : night().rows(sql)) {
      int bar = row.indexOf('|');
      result.put(row.substring(0, bar), row.substring(bar + 1));
    }
    return result;
  }

  private LocalDate firstDay() {
    return LocalDate.parse(night().rows("select min(day) from metrics.days").get(0));
  }

  private Night night() {
    if (night == null) {
      Path csv = folder.resolve("source");
      PublishedData.write(
          csv.resolve("activity.csv"),
          List.of("user_id", "occurred_at", "kind"),
          run.events().stream().map(e -> List.of(e.user(), e.at().toString(), e.kind())));
      if (!run.signups().isEmpty()) {
        PublishedData.write(
            csv.resolve("accounts.csv"),
            List.of("user_id", "signed_up_at"),
            run.signups().entrySet().stream()
                .map(signup -> List.of(signup.getKey(), signup.getValue().toString())));
      }
      BusinessCalendar calendar = run.calendar();
      night =
          new Night(
              Pipeline.overCsv(folder, csv, keys(calendar)),
              calendar.endOf(through).plus(AFTER_THE_DAY));
    }
    return night;
  }

  private String keys(BusinessCalendar calendar) {
    String keys = "zone: %s\nweek_start: %s\n".formatted(calendar.zone(), weekStart(calendar));
    if (run.kinds().isEmpty()) {
      return keys;
    }
    String kinds =
        run.kinds().stream()
            .map(kind -> "'" + kind.replace("'", "''") + "'")
            .collect(Collectors.joining(", "));
    return keys + "activity_where: >-\n  kind in (%s)\n".formatted(kinds);
  }

  private static String weekStart(BusinessCalendar calendar) {
    return calendar.weekStart().name().toLowerCase(Locale.ROOT);
  }
}
