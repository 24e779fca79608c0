package org.businessmetrics.compute;

import static java.time.temporal.TemporalAdjusters.lastDayOfMonth;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tables of retention: a set of users for every cohort and another for every period. */
final class RetentionOracle {
  private static final List<List<Integer>> BRACKETS =
      List.of(List.of(1, 1), List.of(2, 7), List.of(8, 14), List.of(15, 30));

  private final History history;
  private final QueryParameters parameters;

  RetentionOracle(History history, QueryParameters parameters) {
    this.history = history;
    this.parameters = parameters;
  }

  /** The periods of a cohort, which are as long as it, and how many of them are published. */
  private enum Grain {
    DAY("day", 90, 180),
    WEEK("week", 52, 104),
    MONTH("month", 36, 72);

    final String text;
    final int periods;
    final int oldest;

    Grain(String text, int periods, int oldest) {
      this.text = text;
      this.periods = periods;
      this.oldest = oldest;
    }

    LocalDate plus(LocalDate start, int n) {
      return switch (this) {
        case DAY -> start.plusDays(n);
        case WEEK -> start.plusWeeks(n);
        case MONTH -> start.plusMonths(n);
      };
    }

    LocalDate end(LocalDate start) {
      return switch (this) {
        case DAY -> start;
        case WEEK -> start.plusDays(6);
        case MONTH -> start.with(lastDayOfMonth());
      };
    }
  }

  /** Users by the first day of their cohort: whoever is known by the last day. */
  private Map<LocalDate, Set<String>> cohorts(String kind, Grain grain) {
    Map<LocalDate, Set<String>> cohorts = new TreeMap<>();
    joined(kind)
        .forEach(
            (user, day) -> {
              LocalDate start =
                  switch (grain) {
                    case DAY -> day;
                    case WEEK -> history.weekStart(day);
                    case MONTH -> day.withDayOfMonth(1);
                  };
              cohorts.computeIfAbsent(start, any -> new HashSet<>()).add(user);
            });
    return cohorts;
  }

  private Map<String, LocalDate> joined(String kind) {
    Map<String, LocalDate> joined = new TreeMap<>();
    if (kind.equals("signup")) {
      history.signups().forEach(signup -> joined.put(signup.user(), signup.day()));
    } else {
      for (Map.Entry<String, NavigableSet<LocalDate>> user : history.active().entrySet()) {
        if (!user.getValue().isEmpty()) {
          joined.put(user.getKey(), user.getValue().first());
        }
      }
    }
    joined.values().removeIf(day -> day.isAfter(parameters.lastDay()));
    return joined;
  }

  private List<String> kinds() {
    return parameters.relations().contains("accounts")
        ? List.of("signup", "first_activity")
        : List.of("first_activity");
  }

  List<String> cohorts() {
    List<String> lines = new ArrayList<>();
    for (String kind : kinds()) {
      for (Grain grain : Grain.values()) {
        cohorts(kind, grain)
            .forEach(
                (start, users) -> {
                  for (int period = 0; period <= grain.periods; period++) {
                    LocalDate first = grain.plus(start, period);
                    LocalDate last = grain.end(first);
                    if (!last.isBefore(parameters.firstDay())) {
                      lines.add(
                          Lines.line(
                              kind,
                              grain.text,
                              start,
                              period,
                              first,
                              last,
                              users.size(),
                              retained(users, first, last, last),
                              rate(retained(users, first, last, last), users),
                              isOver(last),
                              isFinal(last)));
                    }
                  }
                });
      }
    }
    return lines;
  }

  List<String> onOrAfter() {
    List<String> lines = new ArrayList<>();
    for (String kind : kinds()) {
      for (Grain grain : Grain.values()) {
        cohorts(kind, grain)
            .forEach(
                (start, users) -> {
                  boolean young =
                      !grain.end(grain.plus(start, grain.oldest)).isBefore(parameters.lastDay());
                  for (int period = 0; young && period <= grain.periods; period++) {
                    LocalDate first = grain.plus(start, period);
                    LocalDate last = grain.end(first);
                    @Nullable Integer retained = retained(users, first, parameters.lastDay(), last);
                    lines.add(
                        Lines.line(
                            kind,
                            grain.text,
                            start,
                            period,
                            first,
                            last,
                            parameters.lastDay(),
                            users.size(),
                            retained,
                            rate(retained, users),
                            isOver(last),
                            false));
                  }
                });
      }
    }
    return lines;
  }

  List<String> brackets() {
    List<String> lines = new ArrayList<>();
    for (String kind : kinds()) {
      cohorts(kind, Grain.DAY)
          .forEach(
              (day, users) -> {
                for (List<Integer> bracket : BRACKETS) {
                  LocalDate first = day.plusDays(bracket.get(0));
                  LocalDate last = day.plusDays(bracket.get(1));
                  if (!last.isBefore(parameters.firstDay())) {
                    lines.add(
                        Lines.line(
                            kind,
                            day,
                            bracket.get(0),
                            bracket.get(1),
                            first,
                            last,
                            users.size(),
                            retained(users, first, last, last),
                            rate(retained(users, first, last, last), users),
                            isOver(last),
                            isFinal(last)));
                  }
                }
              });
    }
    return lines;
  }

  /** Who of the users was active from the first day to the last; not known before the end. */
  private @Nullable Integer retained(
      Set<String> users, LocalDate first, LocalDate last, LocalDate end) {
    if (!isOver(end)) {
      return null;
    }
    return (int)
        users.stream()
            .map(user -> history.active().getOrDefault(user, new TreeSet<>()))
            .filter(days -> !days.subSet(first, true, last, true).isEmpty())
            .count();
  }

  private static @Nullable BigDecimal rate(@Nullable Integer retained, Set<String> users) {
    return retained == null
        ? null
        : BigDecimal.valueOf(retained)
            .divide(BigDecimal.valueOf(users.size()), 10, RoundingMode.HALF_UP);
  }

  private boolean isOver(LocalDate day) {
    return !day.isAfter(parameters.lastDay());
  }

  private boolean isFinal(LocalDate horizon) {
    return !horizon.plusDays(parameters.lookbackDays()).isAfter(parameters.through());
  }
}
