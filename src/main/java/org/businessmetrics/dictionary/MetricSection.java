package org.businessmetrics.dictionary;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.businessmetrics.catalog.Definition;
import org.businessmetrics.catalog.FrameworkColumns;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.catalog.Metric.Check;
import org.businessmetrics.catalog.Metric.Column;
import org.businessmetrics.catalog.Metric.Headline;

/** What the page says of one metric. */
final class MetricSection {
  private final Dictionary dictionary;
  private final Metric metric;
  private final Markdown markdown;
  private final Origins origins;

  MetricSection(Dictionary dictionary, Metric metric, Markdown markdown) {
    this.dictionary = dictionary;
    this.metric = metric;
    this.markdown = markdown;
    this.origins = new Origins(dictionary);
  }

  void write(Html html) {
    html.open("section", "id", Anchors.metric(metric.name()), "class", "metric");
    html.element("h3", metric.title());
    html.open("p", "class", "subtitle").element("code", "metrics." + metric.table());
    html.text(" · " + metric.grain()).close();
    flow(html);
    facts(html);
    html.open("div", "class", "readme").html(markdown.html(metric.readme())).close();
    headlines(html);
    columns(html);
    checks(html);
    example(html);
    lineage(html);
    SqlHtml.folded(html, "The query (Spark SQL)", metric.query());
    html.close();
  }

  /** Source tables, canonical relations, what the query reads, the table: from left to right. */
  private void flow(Html html) {
    Set<Origin> canonical = new TreeSet<>();
    for (Column column : metric.columns()) {
      canonical.addAll(dictionary.lineage().canonical(metric.name(), column.name()));
    }
    html.open("div", "class", "flow");
    step(html, "source", relations(dictionary.lineage().source(canonical)), false);
    canonical.removeIf(origin -> !dictionary.lineage().isCanonical(origin.relation()));
    step(html, "canonical", relations(canonical), true);
    step(html, "read", metric.reads().stream().map(Metric.Read::relation).toList(), true);
    step(html, "published", List.of("metrics." + metric.table()), false);
    html.close();
  }

  private void step(Html html, String title, List<String> relations, boolean isLinked) {
    html.open("div", "class", "step").element("span", title, "class", "label");
    for (String relation : relations) {
      if (isLinked) {
        origins.relation(html, relation);
      } else {
        html.element("code", relation);
      }
    }
    html.close();
  }

  private static List<String> relations(Set<Origin> origins) {
    Set<String> relations = new LinkedHashSet<>();
    origins.forEach(origin -> relations.add(origin.relation()));
    return List.copyOf(relations);
  }

  private void facts(Html html) {
    Definition definition = dictionary.definition(metric);
    html.open("dl");
    html.element("dt", "Definition")
        .open("dd")
        .text("version %d, sha256 ".formatted(metric.version()));
    html.element("code", definition.sha256(), "class", "hash").close();
    html.element("dt", "Key").open("dd");
    columnLinks(html, metric.key());
    html.close().element("dt", "Period of a row").open("dd");
    columnLinks(
        html, new LinkedHashSet<>(List.of(metric.period().first(), metric.period().last())));
    html.close().element("dt", "Depends on days up to").open("dd");
    columnLinks(html, List.of(metric.period().horizon()));
    html.close().element("dt", "Not computed without").open("dd");
    String before = "";
    for (String required : metric.requires()) {
      html.text(before);
      origins.relation(html, required);
      before = ", ";
    }
    html.text(metric.requires().isEmpty() ? "–" : "").close();
    html.element("dt", "Changed by the job's").open("dd");
    before = "";
    for (String key : metric.jobKeys()) {
      html.text(before).element("code", key).text(shown(key));
      before = ", ";
    }
    html.text(metric.jobKeys().isEmpty() ? "–" : "").close().close();
  }

  /** The key's value. Who is internal is nobody's business: those stay in the job file. */
  private String shown(String key) {
    String value = key.equals("internal") ? "" : dictionary.job().keyValue(key);
    return value.isEmpty() ? "" : " (%s)".formatted(value);
  }

  private void columnLinks(Html html, Iterable<String> columns) {
    String before = "";
    for (String column : columns) {
      html.text(before).open("a", "href", "#" + Anchors.column(metric.table(), column));
      html.element("code", column).close();
      before = ", ";
    }
  }

  private void headlines(Html html) {
    if (metric.headlines().isEmpty()) {
      return;
    }
    html.element("h4", "Figures in metric_values");
    html.grid(
        List.of("figure", "what it is", "unit", "by", "value"),
        () -> metric.headlines().forEach(headline -> headline(html, headline)));
    List<Headline> fractions = metric.headlines().stream().filter(Headline::isFraction).toList();
    if (!fractions.isEmpty()) {
      html.element("h4", "What is divided by what");
      html.grid(
          List.of("figure", "numerator", "denominator"),
          () -> fractions.forEach(headline -> fraction(html, headline)));
    }
  }

  private static void headline(Html html, Headline headline) {
    html.open("tr", "id", Anchors.figure(headline.name()));
    html.open("td").element("code", headline.name()).close();
    String meaning = headline.meaning().map(text -> ". " + text).orElse("");
    html.element("td", headline.title() + meaning);
    html.element("td", headline.unit()).element("td", headline.grain());
    html.open("td").element("code", headline.value());
    headline.where().ifPresent(where -> html.text(" where ").element("code", where));
    html.close().close();
  }

  private static void fraction(Html html, Headline headline) {
    html.open("tr").open("td").element("code", headline.name()).close();
    html.open("td").element("code", headline.numerator().orElseThrow()).close();
    html.open("td").element("code", headline.denominator().orElseThrow()).close();
    html.close();
  }

  private void columns(Html html) {
    html.element("h4", "Columns of metrics." + metric.table());
    html.grid(
        List.of("column", "type", "what it holds"),
        () -> {
          metric.columns().forEach(column -> column(html, column));
          FrameworkColumns.ALL.forEach(column -> column(html, column));
        });
  }

  private void column(Html html, Column column) {
    html.open("tr", "id", Anchors.column(metric.table(), column.name()));
    html.open("td").element("code", column.name());
    if (metric.key().contains(column.name())) {
      html.text(" ").element("span", "key", "class", "badge");
    }
    html.close().element("td", column.type()).element("td", column.comment()).close();
  }

  private void checks(Html html) {
    html.element("h4", "Checked before anything is published");
    html.grid(
        List.of("check", "if it fails", "what it means"),
        () -> {
          for (Check check : metric.checks()) {
            boolean isFail = check.severity() == Metric.Severity.FAIL;
            html.open("tr").open("td").element("code", check.name()).close().open("td");
            html.element(
                "span",
                isFail ? "the night is refused" : "a warning",
                "class",
                "badge " + check.severity().name().toLowerCase(Locale.ROOT));
            html.close().element("td", check.meaning()).close();
          }
        });
    StringBuilder sql = new StringBuilder();
    for (Check check : metric.checks()) {
      sql.append("-- ").append(check.name()).append('\n').append(check.sql()).append("\n\n");
    }
    SqlHtml.folded(html, "The checks (PostgreSQL)", sql.toString());
  }

  private void example(Html html) {
    WorkedExample.of(metric)
        .ifPresent(
            example -> {
              html.element("h4", "A case that is tested");
              html.open("p").text(example.about()).close();
              html.open("p").text("Asked for: ");
              html.element("code", String.join(", ", example.settings())).close();
              for (WorkedExample.Rows given : example.given()) {
                rows(html, "Given " + given.name(), given);
              }
              rows(html, "Expected " + example.expected().name(), example.expected());
            });
  }

  private static void rows(Html html, String caption, WorkedExample.Rows rows) {
    html.element("p", caption, "class", "caption");
    List<List<String>> lines = rows.lines();
    html.grid(
        lines.get(0),
        () -> {
          for (List<String> line : lines.subList(1, lines.size())) {
            html.open("tr");
            line.forEach(cell -> cell(html, cell));
            html.close();
          }
        });
  }

  /** A cell with a list of days breaks between them, and not within. */
  private static void cell(Html html, String text) {
    html.open("td").text(text.isEmpty() ? "–" : "");
    String before = "";
    for (String word : text.split(" ")) {
      html.text(before).element("span", word, "class", "whole");
      before = " ";
    }
    html.close();
  }

  private void lineage(Html html) {
    html.element("h4", "Where each column comes from");
    html.grid(
        List.of("published column", "made from", "canonical columns", "columns of the source"),
        () -> {
          for (Column column : metric.columns()) {
            NavigableSet<Origin> canonical =
                dictionary.lineage().canonical(metric.name(), column.name());
            html.open("tr").open("td");
            columnLinks(html, List.of(column.name()));
            html.close();
            origins.cell(html, dictionary.lineage().direct(metric.name(), column.name()));
            origins.cell(html, canonical);
            Origins.sourceCell(html, dictionary.lineage().source(canonical));
            html.close();
          }
        });
  }
}
