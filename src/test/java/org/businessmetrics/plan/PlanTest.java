package org.businessmetrics.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.calendar.DayRange;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.plan.Request.Backfill;
import org.businessmetrics.plan.Request.Nightly;
import org.businessmetrics.plan.Request.ThroughDay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days are numbered within January 2026, or counted on from there. */
class PlanTest {
  /**
   * One case a line: what is published, the source's first day, {@code history_from}, the last
   * ended day, the request; then the groups of due days and the runs. The lookback is 3 days, a run
   * publishes 10 new ones.
   */
  @ParameterizedTest(name = "published {0}, source from {1}, history from {2}, through {3}: {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        // The first night publishes all that the source has, in runs that overlap by the lookback.
        "     | 1 |    | 4  | nightly        | 1-4 missing | 1-4 reads 1-4",
        "     | 1 |    | 25 | nightly        | 1-25 missing | 1-10 reads 1-10, 8-20 reads 8-20, 18-25 reads 18-25",
        "     | 1 | 6  | 8  | nightly        | 6-8 missing | 6-8 reads 1-8",
        "     | 6 | 1  | 8  | nightly        | 6-8 missing | 6-8 reads 6-8",
        "     |   |    | 8  | nightly        | | ",
        "     | 9 |    | 8  | nightly        | | ",
        // An ordinary night, three nights missed, and a tick of cron with nothing to do.
        "1-9  |   |    | 10 | nightly        | 7-9 lookback, 10-10 missing | 7-10 reads 7-10",
        "1-9  |   |    | 12 | nightly        | 7-9 lookback, 10-12 missing | 7-12 reads 7-12",
        "8-9  |   |    | 10 | nightly        | 8-9 lookback, 10-10 missing | 8-10 reads 8-10",
        "1-9  |   |    | 9  | nightly        | | ",
        "1-9  |   |    | 7  | nightly        | | ",
        "1-9  |   |    | 25 | nightly        | 7-9 lookback, 10-25 missing | 7-19 reads 7-19, 17-25 reads 17-25",
        // A day asked for.
        "1-9  |   |    | 12 | through 11     | 7-9 lookback, 10-10 missing, 11-11 missing+requested | 7-11 reads 7-11",
        "1-9  |   |    | 12 | through 9      | 6-8 lookback, 9-9 requested | 6-9 reads 6-9",
        "1-9  |   |    | 12 | through 6      | 3-5 lookback, 6-6 requested, 7-9 follows | 3-9 reads 3-6",
        "1-9  |   |    | 12 | through 2      | 1-1 lookback, 2-2 requested, 3-9 follows | 1-9 reads 1-2",
        "5-9  | 1 |    | 12 | through 3      | 3-3 missing+requested, 4-4 missing, 5-9 follows | 3-9 reads 3-4",
        "     | 1 |    | 12 | through 4      | 1-3 missing, 4-4 missing+requested | 1-4 reads 1-4",
        "     | 1 | 6  | 12 | through 4      | 4-4 missing+requested | 4-4 reads 1-4",
        // A range asked for.
        "1-9  |   |    | 12 | backfill 3-5   | 3-5 requested, 6-9 follows | 3-9 reads 3-5",
        "1-9  |   |    | 12 | backfill 3-9   | 3-9 requested | 3-9 reads 3-9",
        "1-9  |   |    | 12 | backfill 8-12  | 7-7 lookback, 8-9 requested, 10-12 missing+requested | 7-12 reads 7-12",
        "1-9  |   |    | 12 | backfill 11-12 | 7-9 lookback, 10-10 missing, 11-12 missing+requested | 7-12 reads 7-12",
        "6-9  | 1 |    | 12 | backfill 2-3   | 2-3 missing+requested, 4-5 missing, 6-9 follows | 2-9 reads 2-5",
        "6-9  | 1 |    | 12 | backfill 2-11  | 2-5 missing+requested, 6-9 requested, 10-11 missing+requested | 2-11 reads 2-11",
        "6-9  | 4 |    | 12 | backfill 2-7   | 4-5 missing+requested, 6-7 requested, 8-9 follows | 4-9 reads 4-7",
        "     | 1 |    | 12 | backfill 5-7   | 5-7 missing+requested | 5-7 reads 1-7",
        "     | 1 |    | 30 | backfill 5-20  | 5-20 missing+requested | 5-14 reads 1-14, 12-20 reads 12-20",
        "     | 4 |    | 12 | backfill 1-7   | 4-7 missing+requested | 4-7 reads 4-7",
        "     |   |    | 12 | backfill 5-7   | | ",
      })
  void plansWhatIsDue(
      String published,
      String sourceFirstDay,
      String historyFrom,
      String lastEnded,
      String request,
      String days,
      String runs) {
    Plan plan =
        Plan.of(PlanInputs.input(published, sourceFirstDay, historyFrom, lastEnded, request));
    assertThat(PlanInputs.groups(plan)).isEqualTo(days == null ? "" : days);
    assertThat(PlanInputs.runs(plan)).isEqualTo(runs == null ? "" : runs);
  }

  @Test
  void saysWhenADayThatIsNotOverCanBePublished() {
    PlanInput input =
        new PlanInput(
            Optional.empty(),
            Optional.of(day(1)),
            Optional.empty(),
            day(9),
            3,
            100,
            new BusinessCalendar(ZoneId.of("America/New_York"), DayOfWeek.MONDAY),
            Duration.ofHours(1),
            new ThroughDay(day(10)));
    assertThatThrownBy(() -> Plan.of(input))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.TRY_AGAIN))
        .hasMessage(
            "2026-01-10 is not over yet: it can be published from 2026-01-11 01:00"
                + " America/New_York on; until then the last day is 2026-01-09");
  }

  @Test
  void refusesABackfillIntoDaysThatAreNotOver() {
    assertThatThrownBy(() -> Plan.of(PlanInputs.input("1-9", null, null, "9", "backfill 8-10")))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.TRY_AGAIN))
        .hasMessageStartingWith("2026-01-10 is not over yet");
  }

  @Test
  void refusesABackfillThatRunsBackwards() {
    PlanInput input = PlanInputs.input("1-9", null, null, "9", "nightly");
    PlanInput backwards = PlanInputs.with(input, new Backfill(day(5), day(4)));
    assertThatThrownBy(() -> Plan.of(backwards))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage(
            "Invalid days: --from 2026-01-05 --to 2026-01-04 (--from must not be after --to)");
  }

  @ParameterizedTest
  @CsvSource({"through 2", "backfill 1-2"})
  void refusesDaysBeforeTheSource(String request) {
    assertThatThrownBy(() -> Plan.of(PlanInputs.input(null, "5", null, "9", request)))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage("Nothing can be published for 2026-01-02: the source begins on 2026-01-05");
  }

  @Test
  void tellsTheOperatorWhatWasLeftOut() {
    assertThat(Plan.of(PlanInputs.input(null, "4", null, "12", "backfill 1-7")).notes())
        .containsExactly("The source begins on 2026-01-04: 2026-01-01 … 2026-01-03 is left out.");
    assertThat(Plan.of(PlanInputs.input(null, "1", "6", "8", "nightly")).notes())
        .containsExactly("2026-01-01 … 2026-01-05 is read to build the state, and not published.");
    assertThat(Plan.of(PlanInputs.input("1-9", null, null, "9", "nightly")).notes())
        .containsExactly("Every day that is over is published; the last is 2026-01-09.");
    assertThat(Plan.of(PlanInputs.input(null, null, null, "9", "nightly")).notes())
        .containsExactly("The source has no rows yet.");
  }

  @Test
  void readsLikeATable() {
    assertThat(Plan.of(PlanInputs.input("1-9", null, null, "12", "nightly")).text())
        .isEqualTo(
            """
            6 days due:
              2026-01-07 … 2026-01-09  lookback
              2026-01-10 … 2026-01-12  missing
            in 1 run:
              2026-01-07 … 2026-01-12  reads 2026-01-07 … 2026-01-12""");
    assertThat(Plan.of(PlanInputs.input("1-9", null, null, "9", "nightly")).text())
        .isEqualTo(
            """
            Nothing is due.
            Every day that is over is published; the last is 2026-01-09.""");
  }

  @Test
  void speaksJson() {
    assertThat(Plan.of(PlanInputs.input("1-9", null, null, "9", "through 8")).json())
        .isEqualToIgnoringWhitespace(
            """
            {"days": [
               {"day": "2026-01-05", "reasons": ["lookback"]},
               {"day": "2026-01-06", "reasons": ["lookback"]},
               {"day": "2026-01-07", "reasons": ["lookback"]},
               {"day": "2026-01-08", "reasons": ["requested"]},
               {"day": "2026-01-09", "reasons": ["follows"]}],
             "ranges": [
               {"first_day": "2026-01-05", "last_day": "2026-01-09",
                "read_from": "2026-01-05", "read_to": "2026-01-08"}],
             "notes": []}""");
  }

  @Test
  void needsNoLookback() {
    PlanInput input = PlanInputs.input("1-9", null, null, "10", "nightly");
    PlanInput without =
        new PlanInput(
            input.published(),
            input.sourceFirstDay(),
            input.historyFrom(),
            input.lastEnded(),
            0,
            10,
            input.calendar(),
            input.settling(),
            new Nightly());
    assertThat(PlanInputs.groups(Plan.of(without))).isEqualTo("10-10 missing");
    assertThat(Plan.of(without).ranges())
        .containsExactly(
            new RunRange(new DayRange(day(10), day(10)), new DayRange(day(10), day(10))));
  }

  private static LocalDate day(int number) {
    return PlanInputs.day(number);
  }
}
