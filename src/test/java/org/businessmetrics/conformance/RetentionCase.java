package org.businessmetrics.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.businessmetrics.conformance.Question.Compared;
import org.businessmetrics.conformance.Question.NotCovered;

/**
 * Matrices of retention: a row a cohort, its size first, then who of it was active one period later
 * and so on.
 *
 * <p>Here everybody is in one cohort. Where a case puts a user into a cohort for every period in
 * which he was active, each of these is given to the source as a user of its own, who begins there.
 */
final class RetentionCase implements CaseReader {
  private static final String FIRST_TIME = "first_time";

  @Override
  public CaseRun prepared(CaseRun run) {
    ObjectNode params = run.params().deepCopy();
    params.set("event", params.path("return_event"));
    String granularity = params.path("granularity").asText().replaceFirst("^calendar_", "");
    params.put("granularity", granularity);
    CaseRun asked = run.with(params, run.events(), Map.of());
    if (!params.path("cohort_mode").asText().equals(FIRST_TIME)) {
      return run.with(params, asked.grain().map(g -> begins(asked, g)).orElse(List.of()), Map.of());
    }
    return isOneEvent(run) ? asked : run.with(params, run.events(), signups(run));
  }

  @Override
  public List<Question> questions(CaseRun run, CaseNight night) {
    Optional<Grain> grain = run.grain();
    if (grain.isEmpty() || !run.has("first_interval") || !run.has("intervals")) {
      return List.of(new NotCovered(run.name(), "retention is of days, weeks and months"));
    }
    boolean recurring = !run.params().path("cohort_mode").asText().equals(FIRST_TIME);
    if (recurring && !isOneEvent(run)) {
      return List.of(
          new NotCovered(run.name(), "a cohort is of one event, and comes back by another"));
    }
    List<LocalDate> starts = starts(run, grain.get());
    night.needs(grain.get().end(starts.get(starts.size() - 1)));
    return run.expected().properties().stream()
        .flatMap(field -> questions(run, night, starts, field.getKey(), field.getValue()))
        .toList();
  }

  private static Stream<Question> questions(
      CaseRun run, CaseNight night, List<LocalDate> starts, String field, JsonNode published) {
    String name = run.name() + " " + field;
    return switch (field) {
      case "matrix" ->
          IntStream.range(0, published.size())
              .mapToObj(
                  i ->
                      new Compared(
                          "%s cohort of %s".formatted(run.name(), starts.get(i)),
                          PublishedData.texts(published.path(i)),
                          () -> row(run, night, starts.get(i), published.path(i).size())));
      case "interval_starts" ->
          Stream.of(
              new Compared(
                  name,
                  PublishedData.texts(published),
                  () -> starts.stream().map(LocalDate::toString).toList()));
      case "first_interval_iso" ->
          Stream.of(
              new Compared(
                  name,
                  PublishedData.texts(published),
                  () ->
                      List.of(
                          run.calendar()
                              .startOf(starts.get(0))
                              .atZone(run.zone())
                              .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME))));
      default -> Stream.of(new NotCovered(name, "no such figure of retention is known here"));
    };
  }

  /** A cohort without users has no rows: nobody is 0 in all of its periods. */
  private static List<String> row(CaseRun run, CaseNight night, LocalDate start, int periods) {
    boolean later = run.params().path("return_mode").asText().equals("on_or_after");
    Map<String, String> figures =
        night.byFirstColumn(
            """
            select period, case when period = 0 then cohort_size else retained end
            from metrics.%s
            where cohort_kind = '%s' and grain = '%s' and cohort_start = '%s'
            """
                .formatted(
                    later ? "retention_on_or_after" : "retention_cohorts",
                    run.signups().isEmpty() ? "first_activity" : "signup",
                    run.grain().orElseThrow().text(),
                    start));
    return IntStream.range(0, periods)
        .mapToObj(
            period ->
                figures.isEmpty() ? "0" : figures.getOrDefault(Integer.toString(period), "no row"))
        .toList();
  }

  private static List<LocalDate> starts(CaseRun run, Grain grain) {
    return Stream.iterate(run.date("first_interval"), grain::next)
        .limit(run.params().path("intervals").asInt())
        .toList();
  }

  private static boolean isOneEvent(CaseRun run) {
    return run.params().path("start_event").equals(run.params().path("return_event"));
  }

  private static Map<String, Instant> signups(CaseRun run) {
    Map<String, Instant> signups = new TreeMap<>();
    run.events().stream()
        .filter(event -> event.kind().equals(run.params().path("start_event").asText()))
        .forEach(
            event ->
                signups.merge(
                    event.user(), event.at(), (one, other) -> one.isBefore(other) ? one : other));
    return signups;
  }

  /** Each user once for every period in which he was active, with what he did from there on. */
  private static List<CaseEvent> begins(CaseRun run, Grain grain) {
    Map<String, Set<LocalDate>> periods = new TreeMap<>();
    for (CaseEvent event : run.activity()) {
      periods
          .computeIfAbsent(event.user(), user -> new TreeSet<>())
          .add(grain.start(run.calendar().dayOf(event.at()), run.calendar()));
    }
    List<CaseEvent> events = new ArrayList<>();
    for (CaseEvent event : run.activity()) {
      for (LocalDate start : periods.getOrDefault(event.user(), Set.of())) {
        if (!run.calendar().dayOf(event.at()).isBefore(start)) {
          events.add(new CaseEvent(event.user() + " of " + start, event.kind(), event.at()));
        }
      }
    }
    return events;
  }
}
