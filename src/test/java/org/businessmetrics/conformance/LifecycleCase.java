package org.businessmetrics.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.businessmetrics.conformance.Question.Compared;
import org.businessmetrics.conformance.Question.NotCovered;

/**
 * New, returning, resurrected and dormant users of days, weeks or months. Other tools print the
 * dormant as a negative number; here they are counted.
 */
final class LifecycleCase implements CaseReader {
  private static final String DORMANT = "dormant";
  private static final Map<String, String> COLUMNS =
      Map.of(
          "new",
          "new_users",
          "returning",
          "returning_users",
          "resurrecting",
          "resurrected_users",
          DORMANT,
          "dormant_users");

  @Override
  public List<Question> questions(CaseRun run, CaseNight night) {
    Optional<Grain> grain = run.grain();
    if (grain.isEmpty() || run.params().path("interval_count").asInt(1) != 1) {
      return List.of(new NotCovered(run.name(), "life cycles are of days, weeks and months"));
    }
    if (!run.hasRange()) {
      return List.of(new NotCovered(run.name(), "it names no days"));
    }
    return new Answers(run, night, grain.get()).questions();
  }

  private record Answers(CaseRun run, CaseNight night, Grain grain) {
    List<Question> questions() {
      List<LocalDate> periods = run.periods(grain);
      LocalDate last = periods.get(periods.size() - 1);
      night.needs(grain.end(last));
      List<Question> questions = new ArrayList<>();
      run.expected()
          .properties()
          .forEach(field -> questions.addAll(question(field.getKey(), field.getValue(), periods)));
      if (run.longForm().isArray()) {
        night.needs(grain.end(grain.next(last)));
        questions.add(
            new Compared(
                name("long form"),
                longForm(run.longForm()),
                () -> longForm(periods, grain.next(last))));
      }
      return questions;
    }

    private List<Question> question(String field, JsonNode published, List<LocalDate> periods) {
      if (COLUMNS.containsKey(field)) {
        return List.of(
            new Compared(
                name(field), PublishedData.texts(published), () -> series(field, periods)));
      }
      if (field.equals("periods")) {
        List<String> starts = periods.stream().map(LocalDate::toString).toList();
        return List.of(new Compared(name(field), PublishedData.texts(published), () -> starts));
      }
      if (field.equals("totals")) {
        List<Question> totals = new ArrayList<>();
        published
            .properties()
            .forEach(
                total ->
                    totals.add(
                        new Compared(
                            name("total " + total.getKey()),
                            PublishedData.texts(total.getValue()),
                            () -> List.of(sum(series(total.getKey(), periods))))));
        return totals;
      }
      return List.of(new NotCovered(name(field), "no such figure of a life cycle is known here"));
    }

    private List<String> series(String status, List<LocalDate> periods) {
      List<String> users = night.figures(grain, COLUMNS.getOrDefault(status, status), periods);
      return status.equals(DORMANT)
          ? users.stream().map(n -> n.equals("0") ? n : "-" + n).toList()
          : users;
    }

    /** Rows that are not 0; of the period after the last one the dormant only. */
    private List<String> longForm(List<LocalDate> periods, LocalDate after) {
      TreeSet<String> rows = new TreeSet<>();
      COLUMNS.forEach(
          (status, column) -> {
            List<LocalDate> shown = new ArrayList<>(periods);
            if (status.equals(DORMANT)) {
              shown.add(after);
            }
            List<String> users = night.figures(grain, column, shown);
            for (int i = 0; i < shown.size(); i++) {
              if (!users.get(i).equals("0")) {
                rows.add("%s %s %s".formatted(shown.get(i), users.get(i), status));
              }
            }
          });
      return List.copyOf(rows);
    }

    private static List<String> longForm(JsonNode published) {
      TreeSet<String> rows = new TreeSet<>();
      published.forEach(row -> rows.add(PublishedData.line(row)));
      return List.copyOf(rows);
    }

    private static String sum(List<String> figures) {
      return figures.stream()
          .map(BigInteger::new)
          .reduce(BigInteger.ZERO, BigInteger::add)
          .toString();
    }

    private String name(String field) {
      return run.name() + " " + field;
    }
  }
}
