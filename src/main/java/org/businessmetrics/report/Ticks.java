package org.businessmetrics.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where an axis begins and ends, and what is written along it.
 *
 * @param low the axis' lower end
 * @param high its upper end
 */
record Ticks(double low, double high, List<Tick> ticks) {
  private static final BigDecimal[] STEPS = {
    BigDecimal.ONE, BigDecimal.valueOf(2), new BigDecimal("2.5"), BigDecimal.valueOf(5)
  };

  /** One mark. */
  record Tick(double value, String label) {}

  /**
   * Round values that hold a range.
   *
   * @param most how many steps there is room for
   */
  static Ticks values(double min, double max, int most, Unit unit, Optional<String> currency) {
    boolean whole = unit == Unit.USERS || unit == Unit.COUNT;
    double range = max > min ? max - min : Math.max(Math.abs(max), 1);
    BigDecimal step = step(range / most, whole);
    BigDecimal low = floor(min, step);
    BigDecimal high = floor(max, step);
    if (high.doubleValue() < max || high.compareTo(low) == 0) {
      high = high.add(step);
    }
    List<Tick> ticks = new ArrayList<>();
    for (BigDecimal at = low; at.compareTo(high) <= 0; at = at.add(step)) {
      ticks.add(new Tick(at.doubleValue(), NumberText.axis(at, unit, currency)));
    }
    return new Ticks(low.doubleValue(), high.doubleValue(), List.copyOf(ticks));
  }

  private static BigDecimal floor(double value, BigDecimal step) {
    return BigDecimal.valueOf(value).divide(step, 0, RoundingMode.FLOOR).multiply(step);
  }

  /** The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below the bound. */
  private static BigDecimal step(double bound, boolean whole) {
    int power = (int) Math.floor(Math.log10(bound));
    for (int tens = power; ; tens++) {
      for (BigDecimal base : STEPS) {
        BigDecimal step = base.scaleByPowerOfTen(tens);
        boolean allowed = !whole || step.stripTrailingZeros().scale() <= 0;
        if (allowed && step.doubleValue() >= bound * 0.999) {
          return step;
        }
      }
    }
  }

  /**
   * Days, Mondays or first days of a month, whichever there is room for.
   *
   * @param most how many labels there is room for
   */
  static List<Tick> days(LocalDate first, LocalDate last, int most) {
    long days = ChronoUnit.DAYS.between(first, last) + 1;
    if (days <= most) {
      return steps(first, last, 1, ChronoUnit.DAYS);
    }
    LocalDate monday = first.with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
    for (int weeks : new int[] {1, 2}) {
      if (days <= 7L * weeks * most) {
        return steps(monday, last, 7 * weeks, ChronoUnit.DAYS);
      }
    }
    LocalDate month = first.withDayOfMonth(1);
    LocalDate next = month.equals(first) ? month : month.plusMonths(1);
    for (int months : new int[] {1, 2, 3, 6}) {
      if (days <= 30L * months * most) {
        return steps(next, last, months, ChronoUnit.MONTHS);
      }
    }
    return steps(next, last, 12, ChronoUnit.MONTHS);
  }

  private static List<Tick> steps(LocalDate first, LocalDate last, int step, ChronoUnit unit) {
    List<Tick> ticks = new ArrayList<>();
    for (LocalDate at = first; !at.isAfter(last); at = at.plus(step, unit)) {
      ticks.add(new Tick(at.toEpochDay(), label(at, unit, ticks.isEmpty())));
    }
    return List.copyOf(ticks);
  }

  private static String label(LocalDate at, ChronoUnit unit, boolean isFirst) {
    if (unit == ChronoUnit.DAYS) {
      return DayText.tick(at);
    }
    boolean withYear = isFirst || at.getMonthValue() == 1;
    return withYear ? DayText.monthAndYear(at) : DayText.month(at);
  }
}
