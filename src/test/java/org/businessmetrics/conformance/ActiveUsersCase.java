package org.businessmetrics.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.businessmetrics.conformance.Question.Compared;
import org.businessmetrics.conformance.Question.NotCovered;
import org.jspecify.annotations.Nullable;

/** Distinct users of calendar periods, and of windows that end on a day. */
final class ActiveUsersCase implements CaseReader {
  private static final Map<Integer, String> COLUMNS =
      Map.of(1, "dau", 7, "wau", 28, "mau_28", 30, "mau");

  @Override
  public List<Question> questions(CaseRun run, CaseNight night) {
    if (run.grain().isEmpty() || run.params().path("interval_count").asInt(1) != 1) {
      return List.of(new NotCovered(run.name(), "active users are of days, weeks and months"));
    }
    if (run.series().isEmpty() || !isDated(run)) {
      return List.of(new NotCovered(run.name(), "it names no days, or no figures of theirs"));
    }
    Grain grain = run.grain().get();
    for (Grain listed : List.of(Grain.WEEK, Grain.MONTH)) {
      JsonNode periods = run.params().path(listed.text() + "s");
      if (periods.isArray()) {
        return List.of(calendar(run, night, listed, starts(periods)));
      }
    }
    if (!run.has("window_days")) {
      return List.of(calendar(run, night, grain, run.periods(grain)));
    }
    if (grain != Grain.DAY) {
      return List.of(new NotCovered(run.name(), "rolling windows end on days, not on periods"));
    }
    return windows(run, night, run.params().path("window_days").asInt());
  }

  private static boolean isDated(CaseRun run) {
    return run.hasRange() || run.has("as_of") || run.has("weeks") || run.has("months");
  }

  private static Question calendar(
      CaseRun run, CaseNight night, Grain grain, List<LocalDate> periods) {
    night.needs(grain.end(periods.get(periods.size() - 1)));
    String column = grain == Grain.DAY ? "dau" : "active_users";
    return new Compared(run.name(), run.series(), () -> night.figures(grain, column, periods));
  }

  /** The tables hold four windows; a function answers for any. */
  private static List<Question> windows(CaseRun run, CaseNight night, int days) {
    LocalDate from = run.date(run.has("as_of") ? "as_of" : "from");
    LocalDate to = run.date(run.has("as_of") ? "as_of" : "to");
    night.needs(to);
    Question function =
        new Compared(
            run.name() + " by metrics.active_users",
            run.series(),
            () -> night.activeUsers(days, from, to));
    @Nullable String column = COLUMNS.get(days);
    if (column == null) {
      return List.of(function);
    }
    return List.of(
        new Compared(
            "%s by %s".formatted(run.name(), column),
            run.series(),
            () -> night.figures(Grain.DAY, column, Grain.DAY.periods(from, to, run.calendar()))),
        function);
  }

  private static List<LocalDate> starts(JsonNode periods) {
    return StreamSupport.stream(periods.spliterator(), false)
        .map(JsonNode::asText)
        .map(p -> p.length() == 7 ? YearMonth.parse(p).atDay(1) : LocalDate.parse(p))
        .toList();
  }
}
