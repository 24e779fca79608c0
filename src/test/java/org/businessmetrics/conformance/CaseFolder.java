package org.businessmetrics.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.businessmetrics.conformance.Question.NotCovered;

/**
 * A folder with {@code events.csv}, {@code params.json} and {@code expected.json}. It asks one
 * question, or several: its {@code runs}, whose answers have their names in {@code expected.json}.
 */
final class CaseFolder {
  private static final String LONG_FORM = "_long_form";
  private static final Set<String> FILES =
      Set.of("events.csv", "identity.csv", "params.json", "expected.json", "SOURCE.md");
  private static final Set<String> KEYS =
      Set.of(
          "metric",
          "id",
          "runs",
          "event",
          "timezone",
          "timezones_same_result",
          "granularity",
          "interval_count",
          "week_start",
          "from",
          "to",
          "as_of",
          "window_days",
          "weeks",
          "months",
          "cumulative",
          "cohort_mode",
          "return_mode",
          "start_event",
          "return_event",
          "first_interval",
          "intervals");

  private final Path folder;
  private final JsonNode params;
  private final JsonNode expected;

  private CaseFolder(Path folder) {
    this.folder = folder;
    this.params = PublishedData.json(folder.resolve("params.json"));
    this.expected = PublishedData.json(folder.resolve("expected.json"));
  }

  /** Every case below the folder, by name. */
  static List<CaseFolder> below(Path data) {
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(file -> file.endsWith("params.json"))
          .map(file -> file.resolveSibling(""))
          .filter(folder -> Files.exists(folder.resolve("events.csv")))
          .filter(folder -> Files.exists(folder.resolve("expected.json")))
          .sorted()
          .map(CaseFolder::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return String.valueOf(folder.getFileName());
  }

  String metric() {
    return params.path("metric").asText();
  }

  /** Whether every parameter and every file is one that the questions heed. */
  boolean isUnderstood() {
    return unknown().isEmpty();
  }

  /** What of it is not answered, because nothing here knows what it means. */
  List<NotCovered> unread() {
    List<NotCovered> unread = new ArrayList<>(unknown());
    if (params.has("runs") && expected.isObject()) {
      Set<String> answered = new HashSet<>();
      runNodes().forEach(run -> answered.addAll(List.of(key(run), key(run) + LONG_FORM)));
      fields(expected).stream()
          .filter(field -> !answered.contains(field))
          .forEach(field -> unread.add(new NotCovered(field, "it belongs to no run of the case")));
    }
    return unread;
  }

  private List<NotCovered> unknown() {
    try (Stream<Path> files = Files.list(folder)) {
      return Stream.concat(
              runNodes().stream()
                  .flatMap(run -> fields(run).stream())
                  .filter(k -> !KEYS.contains(k)),
              files.map(file -> String.valueOf(file.getFileName())).filter(f -> !FILES.contains(f)))
          .distinct()
          .map(name -> new NotCovered(name, "nothing here knows what it means"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The questions, once for each zone. */
  List<CaseRun> runs() {
    List<CaseEvent> events = CaseEvent.of(folder);
    List<CaseRun> runs = new ArrayList<>();
    for (JsonNode run : runNodes()) {
      String key = key(run);
      JsonNode answer = key.isEmpty() ? expected : expected.path(key);
      JsonNode longForm =
          key.isEmpty() ? MissingNode.getInstance() : expected.path(key + LONG_FORM);
      List<String> zones =
          run.has("timezones_same_result")
              ? PublishedData.texts(run.path("timezones_same_result"))
              : List.of(run.path("timezone").asText("UTC"));
      for (String zone : zones) {
        String what = key.isEmpty() ? metric() : key;
        String name = zones.size() > 1 ? "%s %s".formatted(what, zone) : what;
        runs.add(new CaseRun(name, run, answer, longForm, ZoneId.of(zone), events, Map.of()));
      }
    }
    return runs;
  }

  /** The parameters of each run, over those of the case. */
  private List<ObjectNode> runNodes() {
    ObjectNode common = params.deepCopy();
    common.remove("runs");
    if (!params.has("runs")) {
      return List.of(common);
    }
    List<ObjectNode> nodes = new ArrayList<>();
    for (JsonNode run : params.path("runs")) {
      ObjectNode node = common.deepCopy();
      nodes.add(run.isObject() ? node.setAll((ObjectNode) run.deepCopy()) : named(run, node));
    }
    return nodes;
  }

  /** A run that is only a word: the day that weeks start on, a grain, or a zone. */
  private static ObjectNode named(JsonNode run, ObjectNode node) {
    String word = run.asText();
    boolean day =
        Arrays.stream(DayOfWeek.values())
            .anyMatch(d -> d.name().equals(word.toUpperCase(Locale.ROOT)));
    String key = day ? "week_start" : Grain.named(word).isPresent() ? "granularity" : "timezone";
    return node.set(key, JsonNodeFactory.instance.textNode(word));
  }

  /** The name of a run in {@code expected.json}; empty where there are no runs. */
  private String key(JsonNode run) {
    if (!params.has("runs")) {
      return "";
    }
    for (String field : List.of("id", "week_start", "timezone", "granularity")) {
      if (expected.has(run.path(field).asText())) {
        return run.path(field).asText();
      }
    }
    return run.path("id").asText("a run");
  }

  private static List<String> fields(JsonNode node) {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }
}
