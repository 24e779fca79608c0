package org.businessmetrics.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.SourceSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LineageTest {
  private static final List<SourceRelation> SOURCES =
      SourceFiles.read(new SourceSpec.Postgresql(Path.of("sql", "sources", "numerai")));
  private static final List<Fact> FACTS = Fact.readAll(Path.of("sql", "facts"));
  private static final List<Metric> METRICS = Catalog.load(Path.of("sql", "metrics")).metrics();
  private static final Lineage LINEAGE = new Lineage(METRICS, FACTS, SOURCES);

  static List<Metric> metrics() {
    return METRICS;
  }

  static Stream<SourceRelation> given() {
    return SOURCES.stream().filter(SourceRelation::isGiven);
  }

  static List<Fact> facts() {
    return FACTS;
  }

  @Test
  void followsAPublishedColumnToTheColumnsOfTheApplication() {
    assertThat(text(LINEAGE.direct("revenue_daily", "gross")))
        .containsExactly("user_revenue_day.gross");
    assertThat(text(LINEAGE.canonical("revenue_daily", "gross")))
        .containsExactly("payments.amount", "payments.kind");
    assertThat(text(LINEAGE.source(LINEAGE.canonical("revenue_daily", "gross"))))
        .contains("billing_history.amount", "payments.amount", "webhook_events.payload")
        .doesNotContain("webhook_events.case");
    assertThat(text(LINEAGE.source(LINEAGE.canonical("active_users_calendar", "signups"))))
        .containsExactly("users.*");
  }

  @Test
  void knowsWhatComesFromTheCalendar() {
    assertThat(text(LINEAGE.canonical("revenue_daily", "day"))).containsExactly("business_day.day");
    assertThat(LINEAGE.source(LINEAGE.canonical("revenue_daily", "day"))).isEmpty();
  }

  @Test
  void followsSegmentsToTheColumnsThatAreThem(@TempDir Path source) throws IOException {
    Files.writeString(
        source.resolve("accounts.sql"),
        "select u.id as user_id, u.joined as signed_up_at, u.country as segment_country from people u");
    Lineage segmented =
        new Lineage(METRICS, FACTS, SourceFiles.read(new SourceSpec.Postgresql(source)));
    assertThat(text(segmented.canonical("active_users_daily", "segment_value")))
        .contains("accounts.segment_country");
    assertThat(text(segmented.source(segmented.canonical("active_users_daily", "segment_value"))))
        .contains("people.country");
  }

  @Test
  void readsTheColumnsOfCsvFiles(@TempDir Path source) throws IOException {
    Files.writeString(source.resolve("accounts.csv"), "user_id,signed_up_at\n");
    SourceSpec csv = new SourceSpec.Csv(source);
    Lineage files = new Lineage(METRICS, FACTS, SourceFiles.read(csv));
    assertThat(text(files.source(files.canonical("active_users_calendar", "signups"))))
        .containsExactly("accounts.csv.*");
    assertThat(text(files.source(files.canonical("signup", "user_id"))))
        .containsExactly("accounts.csv.user_id");
  }

  @Test
  void followsAColumnThroughAnotherMetric() {
    assertThat(text(LINEAGE.direct("revenue_daily", "arpu_daily")))
        .contains("active_users_daily.dau", "user_revenue_day.gross");
    assertThat(text(LINEAGE.source(LINEAGE.canonical("revenue_daily", "arpu_daily"))))
        .contains("user_activity_log.*", "event_tracking.*", "billing_history.amount");
  }

  /** Kept by the pipeline, so a source of its own: docs/subscriptions.md tells how it is known. */
  private static final String SUBSCRIPTION_HISTORY = "subscription_span";

  @ParameterizedTest
  @MethodSource("metrics")
  void findsEveryColumnAMetricPublishesAndAllThatItRequires(Metric metric) {
    assertThat(LINEAGE.selection(metric.name()).columns())
        .extracting(Selection.Selected::name)
        .containsExactlyElementsOf(metric.columns().stream().map(Metric.Column::name).toList());
    Set<String> reached = new TreeSet<>();
    for (Metric.Column column : metric.columns()) {
      LINEAGE.canonical(metric.name(), column.name()).stream()
          .map(Origin::relation)
          .map(relation -> relation.equals(SUBSCRIPTION_HISTORY) ? "subscriptions" : relation)
          .forEach(reached::add);
    }
    assertThat(reached).containsAll(metric.requires());
  }

  @ParameterizedTest
  @MethodSource("facts")
  void knowsWhereEachFactComesFrom(Fact fact) {
    assertThat(fact.what()).isNotBlank();
    assertThat(fact.grain()).isNotBlank();
    for (Selection.Selected column : LINEAGE.selection(fact.name()).columns()) {
      assertThat(LINEAGE.canonical(fact.name(), column.name()))
          .as("%s.%s", fact.name(), column.name())
          .allMatch(
              origin ->
                  LINEAGE.isCanonical(origin.relation())
                      || origin.relation().equals(SUBSCRIPTION_HISTORY));
    }
    assertThat(LINEAGE.canonical(fact.name(), firstColumn(fact))).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("given")
  void findsEveryCanonicalColumnThatTheSourceGives(SourceRelation source) {
    assertThat(source.given().columns())
        .allSatisfy(
            column ->
                assertThat(source.relation().column(column.name())).as(column.name()).isPresent());
    source.columns().stream()
        .filter(column -> column.mustBeGiven())
        .forEach(column -> assertThat(source.given().column(column.name())).isPresent());
  }

  private static String firstColumn(Fact fact) {
    return LINEAGE.selection(fact.name()).columns().get(0).name();
  }

  private static List<String> text(Set<Origin> origins) {
    return origins.stream().map(origin -> origin.relation() + "." + origin.column()).toList();
  }
}
