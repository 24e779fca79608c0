package org.businessmetrics.dictionary;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.format.TextStyle;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.catalog.Metric.Headline;
import org.businessmetrics.config.Job;

/**
 * The dictionary as one HTML page: contents, how to read it, the metrics, and what they rest on.
 */
final class Page {
  private static final String TITLE = "Dictionary of metrics";

  /** In the contents, what a small screen does without. */
  private static final String MINOR = "minor";

  private final Dictionary dictionary;
  private final Html html = new Html();

  Page(Dictionary dictionary) {
    this.dictionary = dictionary;
  }

  String html() {
    html.html("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.element("title", TITLE).open("style").html(style()).close().close();
    html.open("body");
    contents();
    html.open("main");
    introduction();
    figures();
    Set<String> names = dictionary.metrics().stream().map(Metric::name).collect(Collectors.toSet());
    Markdown markdown = new Markdown(names);
    html.element("h2", "Metrics", "id", "metrics");
    dictionary.metrics().forEach(m -> new MetricSection(dictionary, m, markdown).write(html));
    OtherSections other = new OtherSections(dictionary);
    html.element("h2", "Other tables, views and functions", "id", "tables");
    dictionary.tables().forEach(table -> other.table(html, table));
    html.element("h2", "Facts", "id", "facts");
    html.open("p", "id", Anchors.fact(Origins.CALENDAR));
    html.text("Between the source and the metrics stand facts, rows of users by day. Besides, ");
    html.element("code", Origins.CALENDAR);
    html.text(" is the job's calendar: every day with its instants, week and month.").close();
    dictionary.facts().forEach(fact -> other.fact(html, fact));
    html.element("h2", "The source", "id", "source");
    html.element(
        "p",
        "Canonical relations are the only shape in which an application's rows come in. What a source makes them from is its own matter.");
    dictionary.sources().forEach(source -> other.source(html, source));
    return html.close().close().close().toString();
  }

  private void contents() {
    html.open("nav").open("details", "open", "open").element("summary", "Contents");
    html.open("ul");
    entry("reading", "How to read the figures");
    entry("figures", "All figures");
    list("metrics", "Metrics", "major", names(dictionary.metrics(), Metric::name), Anchors::metric);
    list(
        "tables",
        "Other tables",
        MINOR,
        names(dictionary.tables(), SchemaTable::name),
        Anchors::table);
    list("facts", "Facts", MINOR, names(dictionary.facts(), Fact::name), Anchors::fact);
    list(
        "source",
        "The source",
        MINOR,
        names(dictionary.sources(), SourceRelation::name),
        Anchors::source);
    html.close().close().close();
  }

  private static <T> List<String> names(List<T> things, Function<T, String> name) {
    return things.stream().map(name).toList();
  }

  private void list(
      String anchor, String title, String kind, List<String> names, UnaryOperator<String> place) {
    html.open("li").link(anchor, title).open("ul", "class", kind);
    names.forEach(name -> entry(place.apply(name), name));
    html.close().close();
  }

  private void entry(String anchor, String text) {
    html.open("li").link(anchor, text).close();
  }

  private void introduction() {
    Job job = dictionary.job();
    html.element("h1", TITLE);
    html.open("p", "class", "subtitle");
    html.text("What every published figure means, how it is computed and from what. Job ");
    html.element("code", job.name()).text(".").close();
    html.element("h2", "How to read the figures", "id", "reading");
    html.open("ul");
    item(
        "Days are local dates in %s; weeks start on %s."
            .formatted(
                job.zone().getId(),
                job.weekStart().getDisplayName(TextStyle.FULL, Locale.ENGLISH)));
    item("NULL is “not known”, 0 is “none”. A rate whose denominator is 0 is NULL.");
    item(
        "is_final says that late rows can't change a row any more, which is so %d days after the last day that the row depends on. is_complete says that its period is over."
            .formatted(job.lookbackDays()));
    item(
        "A published figure never moves in silence: each change is a row of metrics.restatements, with its cause.");
    item(
        "Money is exact, in the currency of its row, and never added up across currencies. Tables and figures whose names end in _reporting have all of it converted into the job's reporting currency; they are empty where it names none.");
    item(
        "Of each column the page shows what its value is made from; what filters, joins and groups is in the SQL.");
    html.close();
    html.open("p").text("For the numbers of a day: ");
    html.element("code", "metrics explain NAME --day DAY").text(".").close();
  }

  private void item(String text) {
    html.element("li", text);
  }

  /** Every headline by its name, so that somebody who has only the name finds it. */
  private void figures() {
    record Entry(Metric metric, Headline headline) {}
    html.element("h2", "All figures", "id", "figures");
    html.open("p").text("The names in ").element("code", "metrics.metric_values").text(".").close();
    html.grid(
        List.of("figure", "what it is", "unit", "by", "metric"),
        () -> {
          dictionary.metrics().stream()
              .flatMap(metric -> metric.headlines().stream().map(each -> new Entry(metric, each)))
              .sorted(Comparator.comparing(entry -> entry.headline().name()))
              .forEach(
                  entry -> {
                    Headline headline = entry.headline();
                    html.open("tr").open("td");
                    html.open("a", "href", "#" + Anchors.figure(headline.name()));
                    html.element("code", headline.name()).close().close();
                    html.element("td", headline.title());
                    html.element("td", headline.unit()).element("td", headline.grain());
                    html.open("td");
                    html.link(Anchors.metric(entry.metric().name()), entry.metric().name());
                    html.close().close();
                  });
        });
  }

  private static String style() {
    try (InputStream css = Page.class.getResourceAsStream("page.css")) {
      return new String(
          Objects.requireNonNull(css, "page.css").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
