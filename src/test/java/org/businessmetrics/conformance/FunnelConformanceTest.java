package org.businessmetrics.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.businessmetrics.conformance.Question.Compared;
import org.businessmetrics.conformance.Question.NotCovered;
import org.businessmetrics.testing.Pipeline;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The funnel cases of other tools through the whole night: each run of a case is a funnel of its
 * source, and its counts are the sums over the entry days that it asks about.
 */
class FunnelConformanceTest {
  // The days of a case may lie years apart.
  private static final String KEYS = "range_days: 3000\n";

  /** A run as a funnel; its name is that of its answer in {@code expected.json}. */
  private record Run(String name, JsonNode params, JsonNode expected) {
    List<String> steps() {
      return PublishedData.texts(params.path("steps"));
    }

    Duration window() {
      String[] words = params.path("window").asText().split(" ");
      long count = Long.parseLong(words[0]);
      return switch (words[1]) {
        case "days" -> Duration.ofDays(count);
        case "hours" -> Duration.ofHours(count);
        case "minutes" -> Duration.ofMinutes(count);
        default -> throw new IllegalStateException("A window in " + words[1]);
      };
    }

    String entryDays() {
      return "entry_day between '%s' and '%s'"
          .formatted(
              params.path("from").asText("0001-01-01"), params.path("to").asText("9999-12-31"));
    }
  }

  @TestFactory
  Stream<DynamicNode> agreesWithTheFunnelCasesOfOtherTools(@TempDir Path work) {
    return ConformanceTest.orSkipped(
        () -> cases().stream().map(folder -> container(folder, work)).toList());
  }

  private static DynamicContainer container(Path folder, Path work) {
    String name = String.valueOf(folder.getFileName());
    return DynamicContainer.dynamicContainer(
        name, questions(folder, work.resolve(name)).stream().map(Question::test));
  }

  private static List<Path> cases() {
    try (Stream<Path> files = Files.walk(PublishedData.folder())) {
      return files
          .filter(file -> file.endsWith("params.json"))
          .filter(file -> PublishedData.json(file).path("metric").asText().equals("funnel"))
          .map(file -> file.resolveSibling(""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Question> questions(Path folder, Path work) {
    List<Run> runs = runs(folder);
    Night night = night(folder, runs, work);
    List<Question> questions = new ArrayList<>();
    for (Run run : runs) {
      run.expected()
          .properties()
          .forEach(
              figure ->
                  questions.add(
                      question(
                          run, night, figure.getKey(), PublishedData.texts(figure.getValue()))));
    }
    return questions;
  }

  private static Question question(Run run, Night night, String figure, List<String> published) {
    String name = "%s: %s".formatted(run.name(), figure);
    return switch (figure) {
      case "counts" -> new Compared(name, published, () -> counts(run, night));
      case "last_step_count" ->
          new Compared(
              name, published, () -> List.of(counts(run, night).get(run.steps().size() - 1)));
      case "median_conversion_seconds" ->
          new NotCovered(name, "a median here is over the users of one entry day");
      default -> new NotCovered(name, "no table holds it");
    };
  }

  private static List<String> counts(Run run, Night night) {
    return night.rows(
        "select sum(users) from metrics.funnel_steps where funnel = '%s' and %s group by step order by step"
            .formatted(run.name(), run.entryDays()));
  }

  private static List<Run> runs(Path folder) {
    JsonNode params = PublishedData.json(folder.resolve("params.json"));
    JsonNode expected = PublishedData.json(folder.resolve("expected.json"));
    if (!params.has("runs")) {
      return List.of(new Run("funnel", params, expected));
    }
    List<Run> runs = new ArrayList<>();
    for (JsonNode run : params.path("runs")) {
      ObjectNode all = params.deepCopy();
      if (run.isObject()) {
        all.setAll((ObjectNode) run.deepCopy());
      } else {
        all.set("window", run);
      }
      String name = run.isObject() ? run.path("id").asText() : run.asText();
      runs.add(new Run(name, all, expected.path(name)));
    }
    return runs;
  }

  private static Night night(Path folder, List<Run> runs, Path work) {
    List<CaseEvent> events = CaseEvent.of(folder);
    List<List<String>> rows = new ArrayList<>();
    for (CaseEvent event : events) {
      rows.add(List.of("e" + rows.size(), event.user(), event.at().toString(), event.kind()));
    }
    Path csv = work.resolve("source");
    PublishedData.write(
        csv.resolve("events.csv"),
        List.of("event_id", "user_id", "occurred_at", "event_name"),
        rows.stream());
    List<List<String>> steps = new ArrayList<>();
    for (Run run : runs) {
      for (int step = 0; step < run.steps().size(); step++) {
        steps.add(
            List.of(
                run.name(),
                Integer.toString(step + 1),
                run.steps().get(step),
                run.window().toString()));
      }
    }
    PublishedData.write(
        csv.resolve("funnels.csv"),
        List.of("funnel", "position", "step", "window"),
        steps.stream());
    LocalDate last =
        events.stream()
            .map(event -> LocalDate.ofInstant(event.at(), ZoneOffset.UTC))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return new Night(
        Pipeline.overCsv(work, csv, KEYS),
        last.plusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
