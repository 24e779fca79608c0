package org.businessmetrics.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.catalog.FrameworkColumns;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.Job;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page, read back as the document that it is. */
class DictionaryTest {
  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final Catalog CATALOG = Catalog.load(HOME.resolve("sql").resolve("metrics"));
  private static final Job JOB = Job.load(HOME, Path.of("jobs", "nightly.yaml"));
  private static final Dictionary DICTIONARY = Dictionary.read(HOME, JOB, CATALOG);
  private static final Document PAGE = parsed(DICTIONARY.page());

  static List<Metric> metrics() {
    return CATALOG.metrics();
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void hasEveryPublishedColumnWithItsMeaning(Metric metric) {
    Stream.concat(metric.columns().stream(), FrameworkColumns.ALL.stream())
        .forEach(
            column ->
                assertThat(element(metric.table() + "." + column.name()).getTextContent())
                    .contains(column.name(), column.type(), column.comment()));
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void hasEveryWordOfAMetricsReadme(Metric metric) {
    String section = element("metric-" + metric.name()).getTextContent();
    assertThat(words(metric.readme())).hasSizeGreaterThan(10).allMatch(section::contains);
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void hasDefinitionFiguresChecksExampleAndSql(Metric metric) throws IOException {
    String section = element("metric-" + metric.name()).getTextContent();
    assertThat(section)
        .contains(metric.title(), metric.grain(), "version " + metric.version())
        .contains(DICTIONARY.definition(metric).sha256())
        .contains(metric.query().strip());
    for (Metric.Headline headline : metric.headlines()) {
      String row = element("figure-" + headline.name()).getTextContent();
      assertThat(row).contains(headline.title(), headline.unit(), headline.value());
      assertThat(section)
          .contains(headline.numerator().orElse(""), headline.denominator().orElse(""));
    }
    metric.checks().forEach(check -> assertThat(section).contains(check.name(), check.meaning()));
    Path expected = metric.folder().resolve("cases/worked_example/expected.csv");
    if (Files.exists(expected)) {
      assertThat(section).contains("Expected " + metric.table());
    }
  }

  @Test
  void hasNoDeadAnchorAndNoAnchorTwice() {
    List<String> anchors = attributes("id");
    assertThat(anchors).doesNotHaveDuplicates();
    List<String> links = attributes("href");
    assertThat(links.stream().filter(link -> link.startsWith("#")).map(link -> link.substring(1)))
        .hasSizeGreaterThan(100)
        .isSubsetOf(anchors);
    assertThat(links).allMatch(link -> link.matches("(#|https://|mailto:).+"));
  }

  @Test
  void needsNothingElseToBeRead() {
    String page = DICTIONARY.page();
    for (String tag : List.of("script", "link", "img", "iframe", "object")) {
      assertThat(PAGE.getElementsByTagName(tag).getLength()).as(tag).isZero();
    }
    assertThat(attributes("src")).isEmpty();
    assertThat(page).doesNotContain("url(", "@import").contains("prefers-color-scheme: dark");
    assertThat(page).isEqualTo(Dictionary.read(HOME, JOB, CATALOG).page());
    assertThat(page).doesNotContain(HOME.toString());
  }

  @Test
  void hasTheTablesThatNoMetricFills() {
    assertThat(element("days.data_version").getTextContent()).contains("integer", "1 at first");
    assertThat(element("metric_values.unit").getTextContent()).contains("text", "0.25 is 25 %");
    assertThat(element("table-active_users").getTextContent()).contains("at most 366 days");
    assertThat(element("subscription_history.interval").getTextContent()).contains("text");
  }

  @Test
  void showsAMetricThatIsNewWithItsHtmlAsText(@TempDir Path more) throws IOException {
    Path folder = Files.createDirectories(more.resolve("visits"));
    Files.writeString(
        folder.resolve("metric.yaml"),
        """
        version: 7
        title: Visits <b>&amp;</b> more
        grain: one row a day
        columns:
          - {name: day, type: date, comment: "Business day"}
          - {name: visits, type: bigint, comment: "Visits > 0"}
        key: [day]
        period: {first: day, last: day}
        reads:
          - {relation: user_day, days_before: 0}
        requires: [activity]
        job_keys: []
        headlines: []
        """);
    Files.writeString(
        folder.resolve("query.sql"),
        "select day, sum(events) as visits from user_day group by day");
    Files.writeString(
        folder.resolve("checks.sql"),
        "-- check: few\n-- severity: warn\n-- meaning: Few.\nselect day from visits where visits < 0\n");
    Files.writeString(
        folder.resolve("README.md"),
        """
        # Visits
        <script>alert(1)</script> See [gaps](../activity_gaps_daily/README.md), [this](notes.md) and
        [that](javascript:alert(1)).
        """);
    Catalog catalog = Catalog.load(HOME.resolve("sql").resolve("metrics"), more);
    Document page = parsed(Dictionary.read(HOME, JOB, catalog).page());
    Element section = element(page, "metric-visits");
    assertThat(section.getTextContent())
        .contains("Visits <b>&amp;</b> more", "<script>alert(1)</script>", "Visits > 0")
        .contains("user_activity_log", "a warning");
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(attributes(page, "href"))
        .contains("#metric-visits", "#metric-activity_gaps_daily")
        .noneMatch(link -> link.contains("javascript") || link.contains("notes.md"));
  }

  private static List<String> words(String markdown) {
    List<String> words = new ArrayList<>();
    Parser.builder()
        .extensions(List.of(TablesExtension.create()))
        .build()
        .parse(markdown.replaceFirst("^# .*\n", ""))
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(Text text) {
                words.add(text.getLiteral());
              }

              @Override
              public void visit(Code code) {
                words.add(code.getLiteral());
              }
            });
    return words;
  }

  private static Element element(String id) {
    return element(PAGE, id);
  }

  private static Element element(Document page, String id) {
    NodeList all = page.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      if (all.item(i) instanceof Element element && element.getAttribute("id").equals(id)) {
        return element;
      }
    }
    throw new AssertionError("Nothing in the page has the id " + id);
  }

  private static List<String> attributes(String name) {
    return attributes(PAGE, name);
  }

  private static List<String> attributes(Document page, String name) {
    List<String> values = new ArrayList<>();
    NodeList all = page.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      if (all.item(i) instanceof Element element && element.hasAttribute(name)) {
        values.add(element.getAttribute(name));
      }
    }
    return values;
  }

  private static Document parsed(String page) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(page)));
    } catch (Exception e) {
      throw new AssertionError("The page is not well-formed", e);
    }
  }
}
