package org.businessmetrics.compute;

import static java.math.BigDecimal.ZERO;
import static java.time.temporal.TemporalAdjusters.lastDayOfMonth;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code churn} by following every customer of the opening to the end of the period. */
final class ChurnOracle {
  private final History history;
  private final QueryParameters parameters;
  private final MrrBook book;

  ChurnOracle(History history, QueryParameters parameters) {
    this.history = history;
    this.parameters = parameters;
    this.book = new MrrBook(history, parameters);
  }

  /** A period in one currency. */
  private final class Period {
    final boolean isComplete;
    final boolean isKnown;
    final List<@Nullable String> reasons = new ArrayList<>();
    int customers;
    int paying;
    BigDecimal opening = ZERO;
    BigDecimal closing = ZERO;
    BigDecimal lost = ZERO;
    BigDecimal expansion = ZERO;
    BigDecimal added = ZERO;

    Period(LocalDate start, LocalDate end, String currency) {
      this.isComplete = !end.isAfter(parameters.lastDay());
      this.isKnown = !book.beginsWithSnapshot() || start.isAfter(history.start());
      LocalDate until = isComplete ? end : parameters.lastDay();
      for (String user : book.users()) {
        BigDecimal published = book.at(start.minusDays(1), user, currency, MrrBook.ALL);
        BigDecimal opened =
            History.within(parameters.firstDay(), start, until)
                ? published.add(book.restated(user, currency, MrrBook.ALL)).max(ZERO)
                : published;
        BigDecimal closed = book.at(until, user, currency, MrrBook.ALL);
        opening = opening.add(opened);
        closing = closing.add(closed);
        paying += closed.signum();
        if (opened.signum() == 0) {
          added = added.add(closed);
          continue;
        }
        customers++;
        lost = lost.add(opened.subtract(closed).max(ZERO));
        expansion = expansion.add(closed.subtract(opened).max(ZERO));
        if (closed.signum() == 0) {
          reasons.add(book.reason(lastMove(start, until, user, currency), user, currency));
        }
      }
    }

    private LocalDate lastMove(LocalDate start, LocalDate until, String user, String currency) {
      LocalDate day = until;
      while (day.isAfter(start) && !moves(day, user, currency)) {
        day = day.minusDays(1);
      }
      return day;
    }

    private boolean moves(LocalDate day, String user, String currency) {
      if (day.equals(parameters.firstDay()) && book.isRestated(user, currency)) {
        return true;
      }
      return book.plans().stream()
          .anyMatch(
              plan ->
                  book.at(day, user, currency, plan)
                          .compareTo(book.at(day.minusDays(1), user, currency, plan))
                      != 0);
    }

    @Nullable BigDecimal rate(BigDecimal part, BigDecimal whole, int places) {
      return isKnown && isComplete && whole.signum() != 0
          ? part.divide(whole, places, RoundingMode.HALF_UP).setScale(10, RoundingMode.HALF_UP)
          : null;
    }

    @Nullable BigDecimal logoChurn() {
      return rate(BigDecimal.valueOf(reasons.size()), BigDecimal.valueOf(customers), 18);
    }

    long churned(String reason) {
      return reasons.stream().filter(reason::equals).count();
    }
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    Set<LocalDate> months = new TreeSet<>();
    for (LocalDate day : History.days(parameters.firstDay(), parameters.lastDay())) {
      LocalDate month = day.withDayOfMonth(1);
      months.add(month);
      lines.addAll(lines("rolling_30d", day.minusDays(29), day));
      if (day.equals(day.with(lastDayOfMonth()))) {
        lines.addAll(lines("trailing_12m", month.minusMonths(11), day));
      }
    }
    for (LocalDate month : months) {
      lines.addAll(lines("month", month, month.with(lastDayOfMonth())));
    }
    return lines;
  }

  private List<String> lines(String grain, LocalDate start, LocalDate end) {
    List<String> lines = new ArrayList<>();
    for (String currency : book.currencies()) {
      if (book.firstPaid(null, currency, MrrBook.ALL).filter(d -> !d.isAfter(end)).isPresent()) {
        Period period = new Period(start, end, currency);
        boolean known = period.isKnown;
        BigDecimal kept = period.opening.subtract(period.lost);
        lines.add(
            Lines.line(
                grain,
                start,
                end,
                currency,
                known ? period.customers : null,
                known ? period.reasons.size() : null,
                known ? period.churned("voluntary") : null,
                known ? period.churned("involuntary") : null,
                known
                    ? period.reasons.size()
                        - period.churned("voluntary")
                        - period.churned("involuntary")
                    : null,
                period.logoChurn(),
                known ? period.opening : null,
                known ? period.lost : null,
                known ? period.expansion : null,
                known ? period.added : null,
                period.rate(period.lost, period.opening, 13),
                period.rate(period.lost.subtract(period.expansion), period.opening, 13),
                period.rate(kept.add(period.expansion), period.opening, 13),
                period.rate(kept, period.opening, 13),
                period.rate(period.added.add(period.expansion), period.lost, 13),
                grain.equals("month") ? lifetimeValue(period, start, currency) : null,
                parameters.margin(),
                period.isComplete,
                !end.plusDays(parameters.lookbackDays()).isAfter(parameters.through())));
      }
    }
    return lines;
  }

  private @Nullable BigDecimal lifetimeValue(Period period, LocalDate month, String currency) {
    BigDecimal rates = ZERO;
    int months = 0;
    int churned = 0;
    for (int back = 0; back < 6; back++) {
      LocalDate start = month.minusMonths(back);
      Period one = new Period(start, start.with(lastDayOfMonth()), currency);
      BigDecimal rate = one.logoChurn();
      if (rate != null) {
        rates = rates.add(rate);
        months++;
        churned += one.reasons.size();
      }
    }
    if (!period.isComplete || churned < 10 || period.paying == 0) {
      return null;
    }
    return period
        .closing
        .divide(BigDecimal.valueOf(period.paying), 10, RoundingMode.HALF_UP)
        .multiply(parameters.margin())
        .multiply(BigDecimal.valueOf(months))
        .setScale(10, RoundingMode.HALF_UP)
        .divide(rates, 10, RoundingMode.HALF_UP)
        .setScale(6, RoundingMode.HALF_UP);
  }
}
