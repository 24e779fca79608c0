package org.businessmetrics.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.report.PageConfig.Chart;
import org.businessmetrics.report.PageConfig.Goal;
import org.businessmetrics.report.PageConfig.Kind;
import org.businessmetrics.report.PageConfig.Measure;
import org.businessmetrics.report.PageConfig.Show;
import org.businessmetrics.report.PageConfig.Tile;
import org.jspecify.annotations.Nullable;

/** Reads a page's YAML and collects every problem before it complains. */
final class PageConfigReader {
  private static final int MAX_SERIES = 5;
  private static final int MAX_DAYS = 390;
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;
  private final Map<String, HeadlineInfo> headlines;
  private final List<String> problems = new ArrayList<>();

  PageConfigReader(Path file, Map<String, HeadlineInfo> headlines) {
    this.file = file;
    this.headlines = headlines;
  }

  PageConfig read() {
    JsonNode root = parse();
    PageConfig page = null;
    if (!root.isObject()) {
      problems.add("must be a mapping with the keys version, title, tiles, charts");
    } else {
      page = page(root);
    }
    if (page == null || !problems.isEmpty()) {
      throw new Failure(
          ExitCode.CONFIGURATION, file + ": " + String.join("\n" + file + ": ", problems));
    }
    return page;
  }

  private JsonNode parse() {
    try {
      return YAML.readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new Failure(
          ExitCode.CONFIGURATION, "There is no page file " + file + " (look under reports/)", e);
    } catch (JsonProcessingException e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s, line %d: %s"
              .formatted(
                  file,
                  e.getLocation().getLineNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    } catch (IOException e) {
      throw new Failure(ExitCode.CONFIGURATION, "Could not read " + file + ": " + e, e);
    }
  }

  private PageConfig page(JsonNode root) {
    keys(root, "", List.of("version", "title", "currency", "tiles", "charts"));
    if (!root.path("version").asText().equals("1")) {
      problems.add("version: must be 1, found '%s'".formatted(root.path("version").asText()));
    }
    List<Tile> tiles = each(root, "tiles", this::tile);
    List<Chart> charts = each(root, "charts", this::chart);
    if (tiles.isEmpty() && charts.isEmpty() && problems.isEmpty()) {
      problems.add("the page is empty: name at least one tile or chart");
    }
    return new PageConfig(
        text(root, "", "title").orElse("Business metrics"),
        text(root, "", "currency").map(this::currency),
        tiles,
        charts);
  }

  private String currency(String code) {
    if (!code.matches("[A-Z]{3}")) {
      problems.add("currency: must be three capital letters as in USD, found '%s'".formatted(code));
    }
    return code;
  }

  private @Nullable Tile tile(Entry entry) {
    JsonNode node = entry.node();
    if (!node.isObject()) {
      problems.add(entry.path() + ": must be a mapping as in {metric: dau}");
      return null;
    }
    keys(node, entry.path(), List.of("metric", "title", "unit", "goal", "show", "notes"));
    Measure measure = measure(node, entry.path());
    Goal goal = choice(node, entry.path(), "goal", Goal.UP, Goal.values());
    Show show = choice(node, entry.path(), "show", Show.LATEST, Show.values());
    List<Measure> notes = each(node, "notes", note -> named(note.in(entry.path())));
    if (measure == null) {
      return null;
    }
    boolean summable = measure.grain() == Grain.DAY && isAmount(measure.unit());
    if (show == Show.MONTH_TO_DATE && !summable) {
      problems.add(
          "%s.show: the days of '%s' (a %s by %s) can't be added up to a month; remove the key"
              .formatted(entry.path(), measure.metric(), measure.unit(), measure.grain()));
    }
    return new Tile(measure, text(node, entry.path(), "unit"), goal, show, notes);
  }

  private static boolean isAmount(Unit unit) {
    return unit == Unit.CURRENCY || unit == Unit.USERS || unit == Unit.COUNT;
  }

  private @Nullable Chart chart(Entry entry) {
    JsonNode node = entry.node();
    String path = entry.path();
    if (!node.isObject()) {
      problems.add(path + ": must be a mapping with title, kind and series");
      return null;
    }
    keys(node, path, List.of("title", "kind", "days", "series"));
    Kind kind = choice(node, path, "kind", Kind.LINE, Kind.values());
    int days = node.path("days").asInt(90);
    if ((node.has("days") && !node.get("days").isInt()) || days < 7 || days > MAX_DAYS) {
      problems.add(
          "%s.days: must be a number from 7 to %d, found '%s'"
              .formatted(path, MAX_DAYS, node.path("days").asText()));
    }
    int declared = node.path("series").size();
    List<Measure> series = each(node, "series", line -> named(line.in(path)));
    int least = kind == Kind.STACKED ? 2 : 1;
    int most = kind == Kind.BARS ? 1 : MAX_SERIES;
    if (declared < least || declared > most) {
      problems.add(
          "%s.series: a chart of kind %s takes %s, found %d"
              .formatted(path, kind, least == most ? "one" : least + " to " + most, declared));
    }
    if (series.stream().map(Measure::unit).distinct().count() > 1) {
      problems.add(path + ".series: all series of a chart must be of one unit");
    }
    if (series.stream().map(Measure::grain).distinct().count() > 1) {
      problems.add(path + ".series: all series of a chart must be of one grain");
    }
    String title = text(node, path, "title").orElse(series.isEmpty() ? "" : series.get(0).title());
    return new Chart(title, kind, days, series);
  }

  /** A metric's bare name, or a mapping with its name and a title. */
  private @Nullable Measure named(Entry entry) {
    JsonNode node = entry.node();
    if (node.isTextual()) {
      return known(node.asText(), entry.path(), Optional.empty());
    }
    keys(node, entry.path(), List.of("metric", "title"));
    return measure(node, entry.path());
  }

  private @Nullable Measure measure(JsonNode node, String path) {
    String metric = text(node, path, "metric").orElse("");
    if (metric.isEmpty()) {
      problems.add(path + ".metric: is missing");
      return null;
    }
    return known(metric, path + ".metric", text(node, path, "title"));
  }

  private @Nullable Measure known(String metric, String path, Optional<String> title) {
    HeadlineInfo info = headlines.get(metric);
    if (info == null) {
      problems.add(
          "%s: unknown metric '%s'%s"
              .formatted(path, metric, hint(metric, new TreeSet<>(headlines.keySet()))));
      return null;
    }
    return new Measure(metric, title.orElse(info.title()), info.unit(), info.grain());
  }

  private static String hint(String given, Collection<String> allowed) {
    return Nearest.to(given, allowed)
        .map(" (did you mean '%s'?)"::formatted)
        .orElse(" (allowed: %s)".formatted(String.join(", ", allowed)));
  }

  private void keys(JsonNode node, String path, List<String> allowed) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String key = names.next();
      if (!allowed.contains(key)) {
        problems.add(
            "%sunknown key '%s'%s"
                .formatted(path.isEmpty() ? "" : path + ": ", key, hint(key, allowed)));
      }
    }
  }

  private Optional<String> text(JsonNode node, String path, String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    String where = path.isEmpty() ? key : path + "." + key;
    if (!value.isValueNode() || value.asText().isBlank()) {
      problems.add(where + ": must be a text");
      return Optional.empty();
    }
    String text = value.asText().strip();
    Fonts.lacking(text)
        .ifPresent(
            letters ->
                problems.add(
                    "%s: the report's font (Roboto) has no '%s'; choose other letters"
                        .formatted(where, letters)));
    return Optional.of(text);
  }

  private <E extends Enum<E>> E choice(
      JsonNode node, String path, String key, E fallback, E[] all) {
    Optional<String> given = text(node, path, key);
    if (given.isEmpty()) {
      return fallback;
    }
    Optional<E> found =
        Stream.of(all).filter(value -> value.toString().equals(given.get())).findFirst();
    if (found.isEmpty()) {
      List<String> allowed = Stream.of(all).map(Object::toString).toList();
      problems.add(
          "%s.%s: unknown '%s' (allowed: %s)"
              .formatted(path, key, given.get(), String.join(", ", allowed)));
    }
    return found.orElse(fallback);
  }

  private <T> List<T> each(JsonNode node, String key, Function<Entry, @Nullable T> read) {
    JsonNode list = node.path(key);
    if (!list.isMissingNode() && !list.isArray()) {
      problems.add(key + ": must be a list");
    }
    List<T> all = new ArrayList<>();
    for (int i = 0; list.isArray() && i < list.size(); i++) {
      T one = read.apply(new Entry("%s[%d]".formatted(key, i + 1), list.get(i)));
      if (one != null) {
        all.add(one);
      }
    }
    return all;
  }

  /** One entry of a list and where it stands, counted from 1 as a reader of the file does. */
  private record Entry(String path, JsonNode node) {
    Entry in(String parent) {
      return new Entry(parent + "." + path, node);
    }
  }
}
