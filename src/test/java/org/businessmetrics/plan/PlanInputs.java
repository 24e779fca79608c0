package org.businessmetrics.plan;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Collectors;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.calendar.DayRange;
import org.jspecify.annotations.Nullable;

/** Plans in short: day 1 is 2026-01-01, "3-5" are three days. */
final class PlanInputs {
  private static final LocalDate ZERO = LocalDate.of(2025, 12, 31);

  private PlanInputs() {}

  static LocalDate day(int number) {
    return ZERO.plusDays(number);
  }

  static PlanInput input(
      @Nullable String published,
      @Nullable String sourceFirstDay,
      @Nullable String historyFrom,
      String lastEnded,
      String request) {
    return new PlanInput(
        Optional.ofNullable(published).map(PlanInputs::range),
        Optional.ofNullable(sourceFirstDay).map(PlanInputs::day),
        Optional.ofNullable(historyFrom).map(PlanInputs::day),
        day(lastEnded),
        3,
        10,
        new BusinessCalendar(ZoneId.of("UTC"), DayOfWeek.MONDAY),
        Duration.ofHours(1),
        request(request));
  }

  static PlanInput with(PlanInput input, Request request) {
    return new PlanInput(
        input.published(),
        input.sourceFirstDay(),
        input.historyFrom(),
        input.lastEnded(),
        input.lookbackDays(),
        input.rangeDays(),
        input.calendar(),
        input.settling(),
        request);
  }

  /** The due days, grouped as {@code metrics plan} shows them. */
  static String groups(Plan plan) {
    StringBuilder groups = new StringBuilder();
    for (int first = 0, next; first < plan.days().size(); first = next) {
      next = first;
      while (next < plan.days().size()
          && plan.days().get(next).reasons().equals(plan.days().get(first).reasons())) {
        next++;
      }
      groups
          .append(groups.isEmpty() ? "" : ", ")
          .append(number(plan.days().get(first).day()))
          .append('-')
          .append(number(plan.days().get(next - 1).day()))
          .append(' ')
          .append(
              plan.days().get(first).reasons().stream()
                  .map(Reason::word)
                  .collect(Collectors.joining("+")));
    }
    return groups.toString();
  }

  static String runs(Plan plan) {
    return plan.ranges().stream()
        .map(run -> shortly(run.publish()) + " reads " + shortly(run.read()))
        .collect(Collectors.joining(", "));
  }

  private static String shortly(DayRange range) {
    return number(range.first()) + "-" + number(range.last());
  }

  private static long number(LocalDate day) {
    return ChronoUnit.DAYS.between(ZERO, day);
  }

  private static LocalDate day(String number) {
    return day(Integer.parseInt(number));
  }

  private static DayRange range(String days) {
    int dash = days.indexOf('-');
    return new DayRange(day(days.substring(0, dash)), day(days.substring(dash + 1)));
  }

  private static Request request(String text) {
    String argument = text.substring(text.indexOf(' ') + 1);
    if (text.startsWith("through ")) {
      return new Request.ThroughDay(day(argument));
    }
    if (text.startsWith("backfill ")) {
      DayRange days = range(argument);
      return new Request.Backfill(days.first(), days.last());
    }
    return new Request.Nightly();
  }
}
