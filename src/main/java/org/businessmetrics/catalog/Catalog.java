package org.businessmetrics.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.businessmetrics.catalog.Metric.Headline;
import org.businessmetrics.catalog.Metric.Read;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Suggestion;

/** Every metric that there is, checked, in an order in which they can be computed. */
public final class Catalog {
  private final Map<String, Metric> metrics;

  /** A figure of {@code metric_values} and the metric that it comes from. */
  public record Source(Metric metric, Headline headline) {}

  private Catalog(Map<String, Metric> metrics) {
    this.metrics = metrics;
  }

  /**
   * Reads every folder in the given ones as a metric.
   *
   * @throws Failure CONFIGURATION with everything that is wrong, a line each
   */
  public static Catalog load(Path metricsFolder, Path... more) {
    List<String> problems = new ArrayList<>();
    Map<String, Metric> metrics = new LinkedHashMap<>();
    for (Path parent : Stream.concat(Stream.of(metricsFolder), Stream.of(more)).toList()) {
      for (Path folder : folders(parent, problems)) {
        new MetricFolder(folder, problems)
            .read()
            .ifPresent(metric -> add(metric, metrics, problems));
      }
    }
    MetricRules rules = new MetricRules(problems);
    metrics.values().forEach(rules::check);
    // With a folder unread, what reads it would only be named as a second error.
    if (problems.isEmpty()) {
      rules.checkTogether(metrics.values());
    }
    Map<String, Metric> ordered = problems.isEmpty() ? ordered(metrics, problems) : Map.of();
    if (!problems.isEmpty()) {
      throw new Failure(ExitCode.CONFIGURATION, String.join(System.lineSeparator(), problems));
    }
    return new Catalog(ordered);
  }

  /** All metrics; one that reads another comes after it. */
  public List<Metric> metrics() {
    return List.copyOf(metrics.values());
  }

  /** The metric of this name. */
  public Optional<Metric> metric(String name) {
    return Optional.ofNullable(metrics.get(name));
  }

  /** The figure of this name in {@code metric_values}. */
  public Optional<Source> headline(String name) {
    return metrics.values().stream()
        .flatMap(metric -> metric.headlines().stream().map(found -> new Source(metric, found)))
        .filter(source -> source.headline().name().equals(name))
        .findFirst();
  }

  /**
   * The metric of this name, or the one that a headline of this name comes from.
   *
   * @throws Failure USAGE with the nearest name when there is neither
   */
  public Metric find(String name) {
    return metric(name)
        .or(() -> headline(name).map(Source::metric))
        .orElseThrow(
            () ->
                new Failure(
                    ExitCode.USAGE,
                    "Unknown metric: '%s'%s; there are %s"
                        .formatted(
                            name,
                            Suggestion.hint(name, names()),
                            String.join(", ", metrics.keySet()))));
  }

  private List<String> names() {
    return metrics.values().stream()
        .flatMap(
            metric ->
                Stream.concat(
                    Stream.of(metric.name()), metric.headlines().stream().map(Headline::name)))
        .toList();
  }

  private static List<Path> folders(Path parent, List<String> problems) {
    if (!Files.isDirectory(parent)) {
      problems.add("%s: there is no such folder of metrics".formatted(parent));
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(Files::isDirectory)
          .filter(child -> !String.valueOf(child.getFileName()).startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not list " + parent, e);
    }
  }

  private static void add(Metric metric, Map<String, Metric> metrics, List<String> problems) {
    Metric same = metrics.putIfAbsent(metric.name(), metric);
    if (same != null) {
      problems.add(
          "%s: a metric '%s' is in %s already"
              .formatted(metric.folder(), metric.name(), same.folder()));
    }
  }

  private static Map<String, Metric> ordered(Map<String, Metric> metrics, List<String> problems) {
    Map<String, Metric> ordered = new LinkedHashMap<>();
    for (Metric metric : metrics.values()) {
      place(metric, metrics, ordered, new ArrayList<>(), problems);
    }
    return ordered;
  }

  private static void place(
      Metric metric,
      Map<String, Metric> metrics,
      Map<String, Metric> ordered,
      List<String> readers,
      List<String> problems) {
    if (ordered.containsKey(metric.name()) || !problems.isEmpty()) {
      return;
    }
    int earlier = readers.indexOf(metric.name());
    readers.add(metric.name());
    if (earlier >= 0) {
      problems.add(
          "%s: reads: metrics read each other in a circle: %s"
              .formatted(
                  metric.folder().resolve("metric.yaml"),
                  String.join(" -> ", readers.subList(earlier, readers.size()))));
      return;
    }
    for (Read read : metric.reads()) {
      Metric needed = metrics.get(read.relation());
      if (needed != null) {
        place(needed, metrics, ordered, readers, problems);
      }
    }
    readers.remove(readers.size() - 1);
    ordered.put(metric.name(), metric);
  }
}
