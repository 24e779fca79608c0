package org.businessmetrics.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.businessmetrics.catalog.Metric.Column;
import org.businessmetrics.catalog.Metric.Headline;
import org.businessmetrics.config.Suggestion;

/** What must hold within a metric and between metrics, beyond the shape of the file. */
final class MetricRules {
  static final List<String> TYPES =
      List.of("date", "text", "bigint", "integer", "numeric", "boolean", "char(3)", "timestamptz");
  private static final List<String> UNITS =
      List.of("users", "count", "rate", "ratio", "currency", "seconds");
  private static final List<String> FRACTIONS = List.of("rate", "ratio");
  private static final List<String> GRAINS = List.of("day", "week", "month");

  private final List<String> problems;

  MetricRules(List<String> problems) {
    this.problems = problems;
  }

  void check(Metric metric) {
    for (String name : List.of(metric.name(), metric.table())) {
      if (!Names.isIdentifier(name)) {
        problem(metric, "'%s': %s".formatted(name, Names.RULE));
      }
    }
    if (Relations.FACTS.contains(metric.name()) || Relations.CANONICAL.contains(metric.name())) {
      problem(metric, "'%s' is the name of a relation of the source".formatted(metric.name()));
    }
    columns(metric);
    keyAndPeriod(metric);
    metric.requires().forEach(required -> oneOf(metric, "requires", required, Relations.CANONICAL));
    metric.headlines().forEach(headline -> headline(metric, headline));
  }

  void checkTogether(Collection<Metric> metrics) {
    Map<String, Metric> tables = new HashMap<>();
    Map<String, Metric> headlines = new HashMap<>();
    Set<String> relations = new HashSet<>(Relations.FACTS);
    relations.addAll(Relations.CANONICAL);
    metrics.forEach(metric -> relations.add(metric.name()));
    for (Metric metric : metrics) {
      metric.reads().forEach(read -> oneOf(metric, "reads", read.relation(), relations));
      Metric sameTable = tables.put(metric.table(), metric);
      if (sameTable != null) {
        problem(
            metric,
            "the table '%s' belongs to %s already".formatted(metric.table(), sameTable.folder()));
      }
      for (Headline headline : metric.headlines()) {
        Metric sameHeadline = headlines.put(headline.name(), metric);
        if (sameHeadline != null) {
          problem(
              metric,
              "headlines: '%s' is used by %s already"
                  .formatted(headline.name(), sameHeadline.folder()));
        }
      }
    }
  }

  private void columns(Metric metric) {
    if (metric.columns().isEmpty()) {
      problem(metric, "columns: there must be at least one");
    }
    Set<String> names = new HashSet<>();
    for (Column column : metric.columns()) {
      if (!Names.isIdentifier(column.name())) {
        problem(metric, "columns: '%s': %s".formatted(column.name(), Names.RULE));
      }
      if (FrameworkColumns.ALL.stream().anyMatch(own -> own.name().equals(column.name()))) {
        problem(
            metric, "columns: every table has '%s'; leave it out here".formatted(column.name()));
      }
      if (!names.add(column.name())) {
        problem(metric, "columns: '%s' is there twice".formatted(column.name()));
      }
      oneOf(metric, "columns: type of '%s'".formatted(column.name()), column.type(), TYPES);
      column.completeWhen().ifPresent(flag -> flag(metric, column, flag));
    }
  }

  private void flag(Metric metric, Column column, String flag) {
    List<String> flags =
        metric.columns().stream()
            .filter(other -> other.type().equals("boolean"))
            .map(Column::name)
            .toList();
    if (!flags.contains(flag)) {
      problem(
          metric,
          "columns: complete_when of '%s': '%s' is none of its boolean columns [%s]%s"
              .formatted(
                  column.name(), flag, String.join(", ", flags), Suggestion.hint(flag, flags)));
    }
  }

  private void keyAndPeriod(Metric metric) {
    List<String> names = metric.columns().stream().map(Column::name).toList();
    if (metric.key().isEmpty()) {
      problem(metric, "key: there must be at least one column");
    }
    metric.key().forEach(column -> oneOf(metric, "key", column, names));
    if (new HashSet<>(metric.key()).size() < metric.key().size()) {
      problem(metric, "key: a column is there twice");
    }
    Metric.Period period = metric.period();
    for (String column : new TreeSet<>(List.of(period.first(), period.last(), period.horizon()))) {
      oneOf(metric, "period", column, names);
      metric.columns().stream()
          .filter(found -> found.name().equals(column) && !found.type().equals("date"))
          .forEach(
              found ->
                  problem(
                      metric,
                      "period: '%s' must be of type date, not %s".formatted(column, found.type())));
    }
  }

  private void headline(Metric metric, Headline headline) {
    String at = "headlines: '%s'".formatted(headline.name());
    if (!Names.isIdentifier(headline.name())) {
      problem(metric, "%s: %s".formatted(at, Names.RULE));
    }
    if (headline.value().isBlank()) {
      problem(metric, "%s: value must be an SQL expression over the columns".formatted(at));
    }
    oneOf(metric, at + ": unit", headline.unit(), UNITS);
    oneOf(metric, at + ": grain", headline.grain(), GRAINS);
    List<String> names = metric.columns().stream().map(Column::name).toList();
    headline.segment().ifPresent(segment -> oneOf(metric, at + ": segment", segment, names));
    if (headline.unit().equals("currency") && !names.contains("currency")) {
      problem(metric, "%s: a figure in money needs a column 'currency' in its table".formatted(at));
    }
    fraction(metric, headline, at);
  }

  private void fraction(Metric metric, Headline headline, String at) {
    for (Optional<String> part : List.of(headline.numerator(), headline.denominator())) {
      if (part.filter(String::isBlank).isPresent()) {
        problem(
            metric,
            "%s: numerator and denominator must be SQL expressions over the columns".formatted(at));
      }
    }
    if (headline.numerator().isPresent() != headline.denominator().isPresent()) {
      problem(metric, "%s: numerator and denominator come together".formatted(at));
    } else if (FRACTIONS.contains(headline.unit()) && !headline.isFraction()) {
      problem(
          metric,
          "%s: a %s needs a numerator and a denominator, so that people can see what is divided by what"
              .formatted(at, headline.unit()));
    }
  }

  private void oneOf(Metric metric, String at, String value, Collection<String> allowed) {
    if (!allowed.contains(value)) {
      problem(
          metric,
          "%s: '%s' is none of %s%s"
              .formatted(
                  at,
                  value,
                  String.join(", ", allowed.stream().sorted().toList()),
                  Suggestion.hint(value, allowed)));
    }
  }

  private void problem(Metric metric, String message) {
    problems.add("%s: %s".formatted(metric.folder().resolve("metric.yaml"), message));
  }
}
