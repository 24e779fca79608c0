package org.businessmetrics.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusinessCalendarTest {
  private static final Duration SETTLING = Duration.ofHours(1);

  @ParameterizedTest
  @CsvSource({
    "UTC,              2026-03-08, 2026-03-08T00:00:00Z, 24",
    "America/New_York, 2026-03-07, 2026-03-07T05:00:00Z, 24",
    "America/New_York, 2026-03-08, 2026-03-08T05:00:00Z, 23",
    "America/New_York, 2026-11-01, 2026-11-01T04:00:00Z, 25",
    "Asia/Kolkata,     2026-03-08, 2026-03-07T18:30:00Z, 24",
    // No midnight: the clock jumps from 23:59:59 to 01:00.
    "Africa/Cairo,     2025-04-25, 2025-04-24T22:00:00Z, 23",
    "Africa/Cairo,     2025-04-24, 2025-04-23T22:00:00Z, 24",
    // The last hour of the evening comes twice.
    "Africa/Cairo,     2025-10-30, 2025-10-29T21:00:00Z, 25",
    // Midnight comes twice.
    "America/Havana,   2025-11-02, 2025-11-02T04:00:00Z, 25",
    // The whole day was left out.
    "Pacific/Apia,     2011-12-29, 2011-12-29T10:00:00Z, 24",
    "Pacific/Apia,     2011-12-30, 2011-12-30T10:00:00Z, 0",
    "Pacific/Apia,     2011-12-31, 2011-12-30T10:00:00Z, 24",
  })
  void knowsWhenADayBeginsAndHowLongItIs(String zone, LocalDate day, Instant start, int hours) {
    BusinessCalendar calendar = in(zone);
    assertThat(calendar.startOf(day)).isEqualTo(start);
    assertThat(Duration.between(calendar.startOf(day), calendar.endOf(day)))
        .isEqualTo(Duration.ofHours(hours));
  }

  @ParameterizedTest
  @CsvSource({
    "UTC,              2026-03-08T23:59:59.999999Z, 2026-03-08",
    "America/New_York, 2026-03-09T03:59:59Z,        2026-03-08",
    "America/New_York, 2026-03-09T04:00:00Z,        2026-03-09",
    "Asia/Kolkata,     2026-03-08T18:30:00Z,        2026-03-09",
    "Africa/Cairo,     2025-04-24T21:59:59Z,        2025-04-24",
    "Africa/Cairo,     2025-04-24T22:00:00Z,        2025-04-25",
    "Africa/Cairo,     2025-10-30T21:30:00Z,        2025-10-30",
    "Pacific/Apia,     2011-12-30T09:59:59Z,        2011-12-29",
    "Pacific/Apia,     2011-12-30T10:00:00Z,        2011-12-31",
    // One minute after midnight the clock went back: the new day has begun all the same.
    "America/St_Johns, 2010-11-07T02:30:30Z,        2010-11-07",
    "America/St_Johns, 2010-11-07T02:45:00Z,        2010-11-07",
  })
  void putsAnInstantIntoOneDay(String zone, Instant instant, LocalDate day) {
    assertThat(in(zone).dayOf(instant)).isEqualTo(day);
  }

  @Test
  void waitsForTheEndOfADayAndTheSettlingTime() {
    BusinessCalendar calendar = in("America/New_York");
    LocalDate day = LocalDate.of(2026, 11, 1);
    Instant settled = Instant.parse("2026-11-02T06:00:00Z");
    assertThat(calendar.settledAt(day, SETTLING)).isEqualTo(settled);
    assertThat(calendar.lastEnded(settled, SETTLING)).isEqualTo(day);
    assertThat(calendar.lastEnded(settled.minusNanos(1), SETTLING)).isEqualTo(day.minusDays(1));
  }

  @ParameterizedTest
  @CsvSource({
    "MONDAY,   2026-11-22, 2026-11-16, 2026-11-22",
    "MONDAY,   2026-11-23, 2026-11-23, 2026-11-29",
    "SUNDAY,   2026-11-22, 2026-11-22, 2026-11-28",
    "SATURDAY, 2027-01-01, 2026-12-26, 2027-01-01",
  })
  void beginsWeeksOnTheDayOfTheJob(
      DayOfWeek weekStart, LocalDate day, LocalDate first, LocalDate last) {
    BusinessCalendar calendar = new BusinessCalendar(ZoneId.of("UTC"), weekStart);
    assertThat(calendar.weekStart(day)).isEqualTo(first);
    assertThat(calendar.weekEnd(day)).isEqualTo(last);
  }

  @Test
  void knowsMonthsInLeapYears() {
    LocalDate day = LocalDate.of(2028, 2, 17);
    assertThat(in("UTC").monthStart(day)).isEqualTo(LocalDate.of(2028, 2, 1));
    assertThat(in("UTC").monthEnd(day)).isEqualTo(LocalDate.of(2028, 2, 29));
  }

  @Test
  void refusesARangeThatRunsBackwards() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DayRange(LocalDate.of(2026, 1, 2), LocalDate.of(2026, 1, 1)))
        .withMessage(
            "Invalid range of days: 2026-01-02 through 2026-01-01"
                + " (the last must not be before the first)");
  }

  @Property(tries = 3000)
  void everyInstantLiesInExactlyOneDayInEveryZone(
      @ForAll("zones") ZoneId zone,
      @ForAll("instants") Instant instant,
      @ForAll @LongRange(min = -90_000, max = 90_000) long fromTheChange) {
    BusinessCalendar calendar = new BusinessCalendar(zone, DayOfWeek.MONDAY);
    ZoneOffsetTransition change = zone.getRules().nextTransition(instant);
    Instant probe = change == null ? instant : change.getInstant().plusSeconds(fromTheChange);
    LocalDate day = calendar.dayOf(probe);
    assertThat(calendar.startOf(day)).isBeforeOrEqualTo(probe);
    assertThat(calendar.endOf(day)).isAfter(probe);
    assertThat(calendar.startOf(day.plusDays(1))).isEqualTo(calendar.endOf(day));
  }

  @Property
  void theLastEndedDayHasEndedAndTheNextHasNot(
      @ForAll("zones") ZoneId zone,
      @ForAll("instants") Instant now,
      @ForAll @LongRange(min = 0, max = 172_800) long settlingSeconds) {
    BusinessCalendar calendar = new BusinessCalendar(zone, DayOfWeek.MONDAY);
    Duration settling = Duration.ofSeconds(settlingSeconds);
    LocalDate last = calendar.lastEnded(now, settling);
    assertThat(calendar.settledAt(last, settling)).isBeforeOrEqualTo(now);
    assertThat(calendar.settledAt(last.plusDays(1), settling)).isAfter(now);
  }

  @Property
  void theNewestEndOfAPeriodIsFoundByWalkingBack(
      @ForAll DayOfWeek weekStart,
      @ForAll Period period,
      @ForAll @LongRange(min = 0, max = 20_000) long epochDay) {
    LocalDate day = LocalDate.ofEpochDay(epochDay);
    LocalDate end = day;
    while ((period == Period.WEEKLY && end.plusDays(1).getDayOfWeek() != weekStart)
        || (period == Period.MONTHLY && end.plusDays(1).getDayOfMonth() != 1)) {
      end = end.minusDays(1);
    }
    BusinessCalendar calendar = new BusinessCalendar(ZoneOffset.UTC, weekStart);
    assertThat(calendar.lastEnd(period, day)).isEqualTo(end);
    assertThat(calendar.ends(period, day)).isEqualTo(end.equals(day));
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(ZoneId.getAvailableZoneIds()).map(ZoneId::of);
  }

  @Provide
  Arbitrary<Instant> instants() {
    Instant first = Instant.parse("1950-01-01T00:00:00Z");
    Instant last = Instant.parse("2030-01-01T00:00:00Z");
    return Arbitraries.longs()
        .between(first.getEpochSecond(), last.getEpochSecond())
        .map(Instant::ofEpochSecond);
  }

  private static BusinessCalendar in(String zone) {
    return new BusinessCalendar(ZoneId.of(zone), DayOfWeek.MONDAY);
  }
}
