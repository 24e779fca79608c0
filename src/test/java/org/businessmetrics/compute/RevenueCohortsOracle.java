package org.businessmetrics.compute;

import static java.math.BigDecimal.ZERO;
import static java.time.temporal.TemporalAdjusters.lastDayOfMonth;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code revenue_cohorts} by looking at every customer at the end of every month. */
final class RevenueCohortsOracle {
  private final History history;
  private final QueryParameters parameters;
  private final MrrBook book;

  RevenueCohortsOracle(History history, QueryParameters parameters) {
    this.history = history;
    this.parameters = parameters;
    this.book = new MrrBook(history, parameters);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    TreeSet<LocalDate> months =
        History.days(parameters.firstDay(), parameters.lastDay()).stream()
            .map(RevenueCohortsOracle::month)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String currency : book.currencies()) {
      cohorts(currency)
          .forEach(
              (cohort, users) -> {
                for (LocalDate month : months.tailSet(cohort)) {
                  lines.add(line(currency, cohort, month, users));
                }
              });
    }
    return lines;
  }

  private Map<LocalDate, List<String>> cohorts(String currency) {
    Map<LocalDate, List<String>> cohorts = new TreeMap<>();
    for (String user : book.users()) {
      firstMonth(user, currency)
          .ifPresent(month -> cohorts.computeIfAbsent(month, m -> new ArrayList<>()).add(user));
    }
    return cohorts;
  }

  private Optional<LocalDate> firstMonth(String user, String currency) {
    return History.days(history.start(), parameters.lastDay()).stream()
        .filter(day -> day.equals(day.with(lastDayOfMonth())))
        .filter(day -> book.at(day, user, currency, MrrBook.ALL).signum() > 0)
        .map(RevenueCohortsOracle::month)
        .findFirst();
  }

  private String line(String currency, LocalDate cohort, LocalDate month, List<String> users) {
    LocalDate end = month.with(lastDayOfMonth());
    boolean isComplete = !end.isAfter(parameters.lastDay());
    LocalDate knownTo = isComplete ? end : parameters.lastDay();
    BigDecimal opening = ZERO;
    BigDecimal closing = ZERO;
    int paying = 0;
    for (String user : users) {
      opening = opening.add(book.at(cohort.with(lastDayOfMonth()), user, currency, MrrBook.ALL));
      BigDecimal mrr = book.at(knownTo, user, currency, MrrBook.ALL);
      closing = closing.add(mrr);
      paying += mrr.signum();
    }
    BigDecimal net =
        history.cash().stream()
            .filter(cash -> users.contains(cash.user()) && cash.currency().equals(currency))
            .filter(cash -> !cash.day().isAfter(knownTo))
            .map(History.Cash::net)
            .reduce(ZERO, BigDecimal::add);
    boolean hasPayments = parameters.relations().contains("payments");
    return Lines.line(
        cohort,
        (int) ChronoUnit.MONTHS.between(cohort, month),
        currency,
        month,
        end,
        (long) users.size(),
        (long) paying,
        opening,
        closing,
        hasPayments ? net : null,
        hasPayments ? net.divide(BigDecimal.valueOf(users.size()), 10, RoundingMode.HALF_UP) : null,
        isComplete,
        !end.plusDays(parameters.lookbackDays()).isAfter(parameters.through()));
  }

  private static LocalDate month(LocalDate day) {
    return day.withDayOfMonth(1);
  }
}
