package org.businessmetrics.demo;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;

/**
 * The company's days and what they are like: growth, the rhythm of the week, the seasons, one
 * launch and one outage. Days are counted from 0, the first; the last, of which only the night has
 * passed, is the one after the last full day.
 */
final class CompanyCalendar {
  private static final double GROWTH = 3.6;
  private static final double LAUNCH_PEAK = 4.5;
  private static final double LAUNCH_FADES_IN_DAYS = 2.5;

  private final LocalDate firstDay;
  private final ZoneId zone;
  private final long[] startsAt;
  private final double[] signups;
  private final double[] activity;
  private final int launchDay;
  private final long outageStart;
  private final long outageEnd;
  private final long now;

  CompanyCalendar(SampleCompany.Parameters parameters, Chance chance) {
    this.firstDay = parameters.firstDay();
    this.zone = parameters.zone();
    int fullDays = parameters.days();
    this.startsAt = new long[fullDays + 2];
    for (int day = 0; day < startsAt.length; day++) {
      startsAt[day] = micros(firstDay.plusDays(day));
    }
    this.now = ChronoUnit.MICROS.between(Instant.EPOCH, parameters.instant());
    this.launchDay = nearest(DayOfWeek.TUESDAY, (int) (fullDays * 0.45));
    int outageDay = nearest(DayOfWeek.WEDNESDAY, (int) (fullDays * 0.62));
    this.outageStart = startsAt[outageDay] + 10 * Times.HOUR;
    this.outageEnd = outageStart + 5 * Times.HOUR;
    this.signups = new double[fullDays + 1];
    this.activity = new double[fullDays + 1];
    for (int day = 0; day <= fullDays; day++) {
      LocalDate date = firstDay.plusDays(day);
      double shape = weekday(date) * season(date);
      double growth = StrictMath.exp(StrictMath.log(GROWTH) * day / fullDays);
      double noise = 0.88 + 0.24 * chance.share();
      signups[day] = growth * shape * noise * launch(day);
      activity[day] = shape * (0.96 + 0.08 * chance.share()) * (1 + 0.05 * (launch(day) - 1));
    }
    // Of the last day only the night has passed.
    signups[fullDays] *= 0.06;
  }

  /** Full days and the one that has begun. */
  int days() {
    return signups.length;
  }

  LocalDate date(int day) {
    return firstDay.plusDays(day);
  }

  long startOf(int day) {
    return startsAt[day];
  }

  long lengthOf(int day) {
    return startsAt[day + 1] - startsAt[day];
  }

  /** Whether the clocks change on that day. */
  boolean isClockChange(int day) {
    return lengthOf(day) != Times.DAY;
  }

  boolean isFirstOfMonth(int day) {
    return date(day).getDayOfMonth() == 1;
  }

  int dayOf(long micros) {
    int found = Arrays.binarySearch(startsAt, micros);
    return found >= 0 ? found : -found - 2;
  }

  /** Relative number of sign-ups of each day. */
  double[] signups() {
    return signups.clone();
  }

  /** How likely a user is to come on that day, against an ordinary weekday. */
  double activity(int day) {
    return activity[day];
  }

  int launchDay() {
    return launchDay;
  }

  boolean isOutage(long micros) {
    return micros >= outageStart && micros < outageEnd;
  }

  long outageEnd() {
    return outageEnd;
  }

  /** The instant of which the database is the state. */
  long now() {
    return now;
  }

  boolean isPast(long micros) {
    return micros < now;
  }

  private double launch(int day) {
    return day < launchDay
        ? 1
        : 1 + LAUNCH_PEAK * StrictMath.exp((launchDay - day) / LAUNCH_FADES_IN_DAYS);
  }

  private static double weekday(LocalDate date) {
    return switch (date.getDayOfWeek()) {
      case MONDAY -> 1.06;
      case TUESDAY, WEDNESDAY -> 1.04;
      case THURSDAY -> 1.0;
      case FRIDAY -> 0.9;
      case SATURDAY -> 0.64;
      case SUNDAY -> 0.72;
    };
  }

  private static double season(LocalDate date) {
    if (within(date, 12, 22, 12, 31) || within(date, 1, 1, 1, 1)) {
      return 0.6;
    }
    if (within(date, 1, 2, 1, 25)) {
      return 1.12;
    }
    return within(date, 7, 5, 8, 24) ? 0.85 : 1.0;
  }

  private static boolean within(
      LocalDate date, int firstMonth, int firstDay, int lastMonth, int lastDay) {
    MonthDay day = MonthDay.from(date);
    return !day.isBefore(MonthDay.of(firstMonth, firstDay))
        && !day.isAfter(MonthDay.of(lastMonth, lastDay));
  }

  private int nearest(DayOfWeek weekday, int day) {
    LocalDate date = firstDay.plusDays(day).with(TemporalAdjusters.nextOrSame(weekday));
    return (int) ChronoUnit.DAYS.between(firstDay, date);
  }

  private long micros(LocalDate date) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, date.atStartOfDay(zone).toInstant());
  }
}
