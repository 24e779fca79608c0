package org.businessmetrics.compute;

import static java.math.BigDecimal.ZERO;
import static java.time.temporal.TemporalAdjusters.lastDayOfMonth;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code mrr_movements}, customer by customer. */
final class MovementsOracle {
  private final QueryParameters parameters;
  private final LocalDate start;
  private final MrrBook book;

  MovementsOracle(History history, QueryParameters parameters) {
    this.parameters = parameters;
    this.start = history.start();
    this.book = new MrrBook(history, parameters);
  }

  /** The sums of a period: one row a plan (or all) and currency. */
  private static final class Sums {
    private final Map<List<String>, BigDecimal> amounts = new HashMap<>();

    void add(String plan, String currency, String name, BigDecimal amount) {
      amounts.merge(List.of(plan, currency, name), amount, BigDecimal::add);
    }

    BigDecimal of(String plan, String currency, String name) {
      return amounts.getOrDefault(List.of(plan, currency, name), ZERO);
    }
  }

  /** What one customer pays in one currency, by plan. */
  private record Levels(Map<String, BigDecimal> byPlan) {
    BigDecimal of(String plan) {
      return byPlan.getOrDefault(plan, ZERO);
    }

    BigDecimal total() {
      return byPlan.values().stream().reduce(ZERO, BigDecimal::add);
    }
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    Set<LocalDate> months = new TreeSet<>();
    for (LocalDate day : History.days(parameters.firstDay(), parameters.lastDay())) {
      months.add(day.withDayOfMonth(1));
      lines.addAll(lines("day", day, day));
    }
    for (LocalDate month : months) {
      lines.addAll(lines("month", month, month.with(lastDayOfMonth())));
    }
    return lines;
  }

  private List<String> lines(String grain, LocalDate first, LocalDate last) {
    LocalDate until = last.isAfter(parameters.lastDay()) ? parameters.lastDay() : last;
    Sums sums = new Sums();
    for (String currency : book.currencies()) {
      for (String user : book.users()) {
        user(sums, user, currency, first, until);
      }
    }
    boolean isKnown = !(book.beginsWithSnapshot() && History.within(start, first, last));
    List<String> lines = new ArrayList<>();
    for (String currency : book.currencies()) {
      for (String plan : book.plansAndAll()) {
        if (book.firstPaid(null, currency, plan).filter(paid -> !paid.isAfter(last)).isPresent()) {
          List<Object> values = new ArrayList<>(List.of(grain, first, last, plan, currency));
          for (String name :
              List.of(
                  "opening",
                  "new",
                  "reactivation",
                  "expansion",
                  "contraction",
                  "churned",
                  "fx",
                  "restatement",
                  "in",
                  "out",
                  "closing",
                  "opening #",
                  "new #",
                  "reactivation #",
                  "churned #",
                  "in #",
                  "out #",
                  "restatement #",
                  "closing #")) {
            values.add(isKnown || name.startsWith("closing") ? sums.of(plan, currency, name) : "");
          }
          values.add(!last.isAfter(parameters.lastDay()));
          values.add(!last.plusDays(parameters.lookbackDays()).isAfter(parameters.through()));
          lines.add(Lines.line(values.toArray()));
        }
      }
    }
    return lines;
  }

  private void user(Sums sums, String user, String currency, LocalDate first, LocalDate until) {
    LocalDate rangeStart = parameters.firstDay();
    boolean isSplit = book.isRestated(user, currency) && History.within(rangeStart, first, until);
    for (String plan : book.plansAndAll()) {
      BigDecimal opening = book.at(first.minusDays(1), user, currency, plan);
      BigDecimal closing = book.at(until, user, currency, plan);
      sums.add(plan, currency, "opening", opening);
      sums.add(plan, currency, "opening #", one(opening));
      sums.add(plan, currency, "closing", closing);
      sums.add(plan, currency, "closing #", one(closing));
      if (isSplit) {
        BigDecimal before = book.at(rangeStart.minusDays(1), user, currency, plan);
        BigDecimal restated = book.restated(user, currency, plan);
        sums.add(plan, currency, "restatement", restated);
        sums.add(plan, currency, "restatement #", one(before.add(restated)).subtract(one(before)));
      }
    }
    Levels from = levels(first.minusDays(1), user, currency);
    if (isSplit) {
      Levels published = levels(rangeStart.minusDays(1), user, currency);
      move(sums, user, currency, first, from, published);
      Map<String, BigDecimal> corrected = new HashMap<>(published.byPlan());
      corrected.replaceAll((plan, mrr) -> mrr.add(book.restated(user, currency, plan)));
      from = new Levels(corrected);
    }
    move(sums, user, currency, first, from, levels(until, user, currency));
  }

  private Levels levels(LocalDate day, String user, String currency) {
    Map<String, BigDecimal> levels = new HashMap<>();
    book.plans().forEach(plan -> levels.put(plan, book.at(day, user, currency, plan)));
    return new Levels(levels);
  }

  /** One customer between two snapshots. */
  private void move(
      Sums sums, String user, String currency, LocalDate first, Levels from, Levels to) {
    BigDecimal before = from.total();
    BigDecimal after = to.total();
    if (before.signum() > 0 && after.signum() > 0) {
      sums.add(MrrBook.ALL, currency, "expansion", after.subtract(before).max(ZERO));
      sums.add(MrrBook.ALL, currency, "contraction", before.subtract(after).max(ZERO));
      transfer(sums, currency, from, to);
    } else if (before.signum() != after.signum()) {
      boolean paidBefore =
          book.firstPaid(user, null, MrrBook.ALL).filter(paid -> paid.isBefore(first)).isPresent();
      String what = after.signum() == 0 ? "churned" : paidBefore ? "reactivation" : "new";
      sums.add(MrrBook.ALL, currency, what, before.add(after));
      sums.add(MrrBook.ALL, currency, what + " #", BigDecimal.ONE);
      for (String plan : book.plans()) {
        BigDecimal mrr = from.of(plan).add(to.of(plan));
        sums.add(plan, currency, what, mrr);
        sums.add(plan, currency, what + " #", one(mrr));
      }
    }
  }

  private void transfer(Sums sums, String currency, Levels from, Levels to) {
    List<String> gaining = new ArrayList<>();
    BigDecimal lost = ZERO;
    for (String plan : book.plans()) {
      if (from.of(plan).compareTo(to.of(plan)) < 0) {
        gaining.add(plan);
      }
      lost = lost.add(from.of(plan).subtract(to.of(plan)).max(ZERO));
      sums.add(plan, currency, "in #", one(to.of(plan)).subtract(one(from.of(plan))).max(ZERO));
      sums.add(plan, currency, "out #", one(from.of(plan)).subtract(one(to.of(plan))).max(ZERO));
    }
    for (String plan : book.plans()) {
      String what = gaining.isEmpty() ? "contraction" : "out";
      sums.add(plan, currency, what, from.of(plan).subtract(to.of(plan)).max(ZERO));
    }
    gaining.sort(
        Comparator.comparing((String plan) -> from.of(plan).subtract(to.of(plan)))
            .thenComparing(Comparator.naturalOrder()));
    for (String plan : gaining) {
      BigDecimal gain = to.of(plan).subtract(from.of(plan));
      BigDecimal taken = gain.min(lost);
      lost = lost.subtract(taken);
      sums.add(plan, currency, "in", taken);
      sums.add(plan, currency, "expansion", gain.subtract(taken));
    }
    if (!gaining.isEmpty()) {
      sums.add(gaining.get(0), currency, "in", lost);
      sums.add(gaining.get(0), currency, "contraction", lost);
    }
  }

  private static BigDecimal one(BigDecimal mrr) {
    return mrr.signum() > 0 ? BigDecimal.ONE : ZERO;
  }
}
