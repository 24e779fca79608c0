package org.businessmetrics.conformance;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.businessmetrics.calendar.DayRange;
import org.businessmetrics.conformance.Question.Compared;
import org.businessmetrics.conformance.Question.NotCovered;

/**
 * Users by their number of active days in a range. The histogram is published for the windows of 7
 * and 28 days that end on a day, which answers for a shorter range where the days of the window
 * before it had no activity.
 */
final class StickinessCase implements CaseReader {
  @Override
  public List<Question> questions(CaseRun run, CaseNight night) {
    if (!run.grain().equals(Optional.of(Grain.DAY))
        || run.params().path("interval_count").asInt(1) != 1) {
      return List.of(new NotCovered(run.name(), "the histogram counts days, not longer intervals"));
    }
    if (run.series().isEmpty() || !run.has("from") || !run.has("to")) {
      return List.of(new NotCovered(run.name(), "it names no days, or no figures of theirs"));
    }
    LocalDate from = run.date("from");
    LocalDate to = run.date("to");
    int days = (int) ChronoUnit.DAYS.between(from, to) + 1;
    for (int window : List.of(7, 28)) {
      if (days == window || (days < window && isQuiet(run, to.minusDays(window - 1L), from))) {
        night.needs(to);
        return List.of(
            new Compared(run.name(), run.series(), () -> histogram(run, night, to, window, days)));
      }
    }
    return List.of(
        new NotCovered(
            run.name(),
            "the %d days from %s to %s are neither the 7 nor the 28 that end then, and there is"
                    .formatted(days, from, to)
                + " activity before them"));
  }

  private static boolean isQuiet(CaseRun run, LocalDate first, LocalDate end) {
    DayRange before = new DayRange(first, end.minusDays(1));
    return run.activity().stream()
        .noneMatch(event -> before.contains(run.calendar().dayOf(event.at())));
  }

  private static List<String> histogram(
      CaseRun run, CaseNight night, LocalDate day, int window, int days) {
    Map<String, String> users =
        night.byFirstColumn(
            """
            select active_days, users
            from metrics.active_day_histogram
            where day = '%s' and window_days = %d
            """
                .formatted(day, window));
    boolean cumulative = run.params().path("cumulative").asBoolean();
    List<String> result = new ArrayList<>();
    BigInteger atLeast = BigInteger.ZERO;
    for (int k = days; k >= 1; k--) {
      BigInteger exactly = new BigInteger(users.getOrDefault(Integer.toString(k), "0"));
      atLeast = atLeast.add(exactly);
      result.add(0, (cumulative ? atLeast : exactly).toString());
    }
    return result;
  }
}
