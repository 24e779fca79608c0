package org.businessmetrics.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.businessmetrics.catalog.Metric.Headline;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
  private static final String READ = "{relation: user_day, days_before: 0}";

  private final Path metrics;

  CatalogTest(@TempDir Path metrics) {
    this.metrics = metrics;
  }

  @Test
  void readsAFolderAsAMetric() throws IOException {
    Path folder = MetricFiles.write(metrics, "visits");
    Metric visits = Catalog.load(metrics).metric("visits").orElseThrow();
    assertThat(visits.table()).isEqualTo("visits");
    assertThat(visits.folder()).isEqualTo(folder);
    assertThat(visits.columns())
        .containsExactly(
            new Metric.Column("day", "date", "Business day"),
            new Metric.Column("visits", "bigint", "Visits of the day"));
    assertThat(visits.reads()).containsExactly(new Metric.Read("user_day", 0));
    assertThat(visits.checks())
        .containsExactly(
            new Metric.Check(
                "visits_are_positive",
                Metric.Severity.FAIL,
                "No day has less than no visits.",
                "select day, 0 as expected, visits as actual from visits where visits < 0"));
    assertThat(visits.query()).isEqualTo(MetricFiles.QUERY);
  }

  @Test
  void putsAMetricAfterTheOnesThatItReads() throws IOException {
    MetricFiles.write(metrics, "alpha", "beta", READ);
    MetricFiles.write(metrics, "beta", "gamma", READ);
    MetricFiles.write(metrics, "gamma");
    assertThat(Catalog.load(metrics).metrics())
        .extracting(Metric::name)
        .containsExactly("gamma", "beta", "alpha");
  }

  @Test
  void readsSeveralFoldersAsOneCatalog(@TempDir Path more) throws IOException {
    MetricFiles.write(metrics, "visits");
    MetricFiles.write(more, "clicks", "visits", READ);
    assertThat(Catalog.load(metrics, more).metrics())
        .extracting(Metric::name)
        .containsExactly("visits", "clicks");
  }

  @Test
  void refusesMetricsThatReadEachOtherInACircle() throws IOException {
    MetricFiles.write(metrics, "alpha", "beta", READ);
    MetricFiles.write(metrics, "beta", "alpha", READ);
    assertThatLoading().hasMessageContaining("in a circle: alpha -> beta -> alpha");
  }

  @Test
  void namesEveryProblemOfEveryMetricAtOnce() throws IOException {
    MetricFiles.write(
        metrics, "first", MetricFiles.YAML.replace("title:", "titel:").replace("HEADLINE", "a"));
    Path second = MetricFiles.write(metrics, "second");
    Files.delete(second.resolve("query.sql"));
    Files.writeString(second.resolve("checks.sql"), "-- check: BAD\nselect 1\n");
    assertThatLoading()
        .hasMessageContaining("first/metric.yaml: unknown key 'titel' (did you mean 'title'?)")
        .hasMessageContaining("first/metric.yaml: the key 'title' is missing")
        .hasMessageContaining("second/query.sql: the file is missing")
        .hasMessageContaining("check 'BAD': names are lower-case letters")
        .hasMessageContaining("check 'BAD': severity must be fail or warn, not ''")
        .hasMessageContaining("check 'BAD': the line '-- meaning: …' is missing");
  }

  @Test
  void namesAnUnknownKeyDeepInTheFile() throws IOException {
    MetricFiles.write(metrics, "visits", MetricFiles.YAML.replace("days_before", "day_before"));
    assertThatLoading()
        .hasMessageContaining(
            "visits/metric.yaml: reads[1]: unknown key 'day_before' (did you mean 'days_before'?)")
        .hasMessageContaining("reads[1]: the key 'days_before' is missing");
  }

  @Test
  void keepsOnlyTheLatestWhereTheFileSaysSo() throws IOException {
    MetricFiles.write(metrics, "visits");
    MetricFiles.write(
        metrics,
        "clicks",
        MetricFiles.YAML.replace("HEADLINE", "clicks").replace("key:", "latest_only: true\nkey:"));
    assertThat(Catalog.load(metrics).metrics())
        .extracting(Metric::name, Metric::latestOnly)
        .containsExactly(tuple("clicks", true), tuple("visits", false));

    MetricFiles.write(
        metrics, "views", MetricFiles.YAML.replace("key:", "latest_only: sometimes\nkey:"));
    assertThatLoading().hasMessageContaining("latest_only must be true or false, not 'sometimes'");
  }

  @Test
  void aTableThatIsConvertedHasItsFiguresInTheReportingCurrencyToo() throws IOException {
    MetricFiles.write(
        metrics,
        "visits",
        MetricFiles.YAML.replace("HEADLINE", "visits").replace("key:", "reporting: true\nkey:"));
    assertThat(Catalog.load(metrics).metric("visits").orElseThrow().headlines())
        .extracting(Headline::name, Headline::view)
        .containsExactly(
            tuple("visits", Optional.empty()),
            tuple("visits_reporting", Optional.of("visits_reporting")));
  }

  @Test
  void refusesKeysAndPeriodsThatAreNoColumns() throws IOException {
    MetricFiles.write(
        metrics,
        "visits",
        MetricFiles.YAML
            .replace("key: [day]", "key: [dya]")
            .replace("first: day, last: day", "first: visits, last: night, horizon: dawn")
            .replace("type: bigint,", "type: bigint, complete_when: day,"));
    assertThatLoading()
        .hasMessageContaining("key: 'dya' is none of day, visits (did you mean 'day'?)")
        .hasMessageContaining("period: 'visits' must be of type date, not bigint")
        .hasMessageContaining("period: 'night' is none of day, visits")
        .hasMessageContaining("period: 'dawn' is none of day, visits")
        .hasMessageContaining("complete_when of 'visits': 'day' is none of its boolean columns");
  }

  @Test
  void refusesUnknownTypesUnitsAndRelations() throws IOException {
    MetricFiles.write(
        metrics,
        "visits",
        MetricFiles.YAML
            .replace("type: bigint", "type: bigin")
            .replace("unit: count", "unit: counts")
            .replace("[activity]", "[activities]"));
    assertThatLoading()
        .hasMessageContaining("type of 'visits': 'bigin' is none of")
        .hasMessageContaining("(did you mean 'bigint'?)")
        .hasMessageContaining("unit: 'counts' is none of")
        .hasMessageContaining("requires: 'activities' is none of");
  }

  @Test
  void refusesARelationThatNobodyGives() throws IOException {
    MetricFiles.write(metrics, "visits", "user_days", READ);
    assertThatLoading()
        .hasMessageContaining("reads: 'user_days' is none of")
        .hasMessageContaining("(did you mean 'user_day'?)");
  }

  @Test
  void refusesAHeadlineThatTwoMetricsUse() throws IOException {
    MetricFiles.write(metrics, "one", MetricFiles.YAML.replace("HEADLINE", "visits"));
    MetricFiles.write(metrics, "two", MetricFiles.YAML.replace("HEADLINE", "visits"));
    assertThatLoading().hasMessageContaining("headlines: 'visits' is used by");
  }

  @Test
  void refusesATableThatTwoMetricsFill(@TempDir Path more) throws IOException {
    MetricFiles.write(metrics, "visits");
    MetricFiles.write(
        more, "others", "table: visits\n" + MetricFiles.YAML.replace("HEADLINE", "others"));
    assertThatThrownBy(() -> Catalog.load(metrics, more))
        .hasMessageContaining("the table 'visits' belongs to");
  }

  @Test
  void refusesNamesThatWouldNeedQuotesInSql() throws IOException {
    MetricFiles.write(metrics, "Visits-2", MetricFiles.YAML.replace("HEADLINE", "a b"));
    assertThatLoading()
        .hasMessageContaining("'Visits-2': names are lower-case letters")
        .hasMessageContaining("headlines: 'a b': names are lower-case letters");
  }

  @Test
  void refusesMoneyWithoutACurrency() throws IOException {
    MetricFiles.write(
        metrics,
        "visits",
        MetricFiles.YAML.replace("unit: count", "unit: currency").replace("HEADLINE", "cash"));
    assertThatLoading().hasMessageContaining("needs a column 'currency'");
  }

  @Test
  void refusesARateThatDoesNotSayWhatIsDividedByWhat() throws IOException {
    String rate = MetricFiles.YAML.replace("unit: count", "unit: rate").replace("HEADLINE", "r");
    MetricFiles.write(metrics, "none", rate);
    MetricFiles.write(
        metrics, "half", rate.replace("name: r", "numerator: visits, name: half_of_one"));
    MetricFiles.write(
        metrics, "blank", rate.replace("name: r", "numerator: visits, denominator: '', name: b"));
    assertThatLoading()
        .hasMessageContaining(
            "none/metric.yaml: headlines: 'r': a rate needs a numerator and a denominator")
        .hasMessageContaining("headlines: 'half_of_one': numerator and denominator come together")
        .hasMessageContaining("headlines: 'b': numerator and denominator must be SQL expressions");
  }

  @Test
  void refusesAFileThatIsNoYaml() throws IOException {
    MetricFiles.write(metrics, "visits", "version: 1\nversion: [");
    assertThatLoading().hasMessageContaining("visits/metric.yaml: not readable as YAML");
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    assertThatThrownBy(() -> Catalog.load(metrics.resolve("gone")))
        .hasMessageContaining("there is no such folder of metrics");
  }

  @Test
  void findsAMetricByItsNameAndByItsHeadlines() throws IOException {
    MetricFiles.write(metrics, "visits");
    Catalog catalog = Catalog.load(metrics);
    assertThat(catalog.find("visits").name()).isEqualTo("visits");
    assertThat(catalog.find("visits_count").name()).isEqualTo("visits");
    assertThat(catalog.headline("visits_count").orElseThrow().headline().unit()).isEqualTo("count");
    assertThat(catalog.headline("visits")).isEmpty();
  }

  @Test
  void suggestsTheNearestNameForAnUnknownMetric() throws IOException {
    MetricFiles.write(metrics, "visits");
    assertThatThrownBy(() -> Catalog.load(metrics).find("visit"))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage("Unknown metric: 'visit' (did you mean 'visits'?); there are visits");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertThatLoading() {
    return assertThatThrownBy(() -> Catalog.load(metrics))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION));
  }
}
