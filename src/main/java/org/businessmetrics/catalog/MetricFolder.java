package org.businessmetrics.catalog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.catalog.Metric.Check;
import org.businessmetrics.catalog.Metric.Column;
import org.businessmetrics.catalog.Metric.Headline;
import org.businessmetrics.catalog.Metric.Period;
import org.businessmetrics.catalog.Metric.Read;

/** Reads one metric from its folder. */
final class MetricFolder {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory().configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true));

  private final Path folder;
  private final List<String> problems;

  /**
   * @param problems collects what is wrong
   */
  MetricFolder(Path folder, List<String> problems) {
    this.folder = folder;
    this.problems = problems;
  }

  /** The metric; nothing when there were problems. */
  Optional<Metric> read() {
    int before = problems.size();
    String query = file("query.sql");
    String readme = file("README.md");
    List<Check> checks =
        ChecksFile.parse(file("checks.sql"), folder.resolve("checks.sql").toString(), problems);
    String definition = file("metric.yaml");
    if (problems.size() > before) {
      return Optional.empty();
    }
    return yaml(definition)
        .map(tree -> metric(tree, query, checks, readme))
        .filter(metric -> problems.size() == before);
  }

  private Metric metric(JsonNode tree, String query, List<Check> checks, String readme) {
    String name = String.valueOf(folder.getFileName());
    YamlMap map = new YamlMap(tree, folder.resolve("metric.yaml").toString(), problems);
    String table = map.optionalText("table").orElse(name);
    List<Headline> headlines = new ArrayList<>();
    map.maps("headlines").stream().map(MetricFolder::headline).forEach(headlines::add);
    if (map.flag("reporting")) {
      headlines.addAll(headlines.stream().map(each -> each.inReportingCurrency(table)).toList());
    }
    Metric metric =
        new Metric(
            name,
            map.integer("version", 1),
            table,
            map.text("title"),
            map.text("grain"),
            map.maps("columns").stream().map(MetricFolder::column).toList(),
            map.texts("key"),
            period(map.map("period")),
            map.flag("latest_only"),
            map.maps("reads").stream().map(MetricFolder::read).toList(),
            map.texts("requires"),
            map.texts("job_keys"),
            List.copyOf(headlines),
            query,
            checks,
            readme,
            folder);
    map.rejectUnknownKeys();
    return metric;
  }

  private static Column column(YamlMap map) {
    Column column =
        new Column(
            map.text("name"),
            map.text("type"),
            map.text("comment"),
            map.optionalText("complete_when"));
    map.rejectUnknownKeys();
    return column;
  }

  private static Period period(YamlMap map) {
    String last = map.text("last");
    Period period = new Period(map.text("first"), last, map.optionalText("horizon").orElse(last));
    map.rejectUnknownKeys();
    return period;
  }

  private static Read read(YamlMap map) {
    Read read = new Read(map.text("relation"), map.integer("days_before", 0));
    map.rejectUnknownKeys();
    return read;
  }

  private static Headline headline(YamlMap map) {
    Headline headline =
        new Headline(
            map.text("name"),
            map.text("value"),
            map.text("unit"),
            map.text("grain"),
            map.optionalText("where"),
            map.text("title"),
            map.optionalText("numerator"),
            map.optionalText("denominator"),
            map.optionalText("segment"),
            map.optionalText("meaning"),
            Optional.empty());
    map.rejectUnknownKeys();
    return headline;
  }

  private Optional<JsonNode> yaml(String text) {
    try {
      return Optional.of(YAML.readTree(text));
    } catch (JsonProcessingException e) {
      problems.add(
          "%s: not readable as YAML: %s"
              .formatted(folder.resolve("metric.yaml"), e.getOriginalMessage()));
      return Optional.empty();
    }
  }

  private String file(String name) {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      problems.add("%s: the file is missing".formatted(file));
      return "";
    }
    try {
      String text = Files.readString(file);
      if (text.isBlank()) {
        problems.add("%s: the file is empty".formatted(file));
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + file, e);
    }
  }
}
