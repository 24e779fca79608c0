package org.businessmetrics.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionTest {
  private static final Map<String, String> JOB = Map.of("zone", "UTC", "week_start", "monday");

  private final Path metrics;

  DefinitionTest(@TempDir Path metrics) {
    this.metrics = metrics;
  }

  @Test
  void staysTheSameWhenOnlyCommentsAndWhiteSpaceChange() throws IOException {
    String before = hash("select a, 'x  y' as b from t where c<=1");
    assertThat(
            hash(
                "-- why\nselect a,\n  'x  y' as b /* a comment\n of two lines */\nfrom t\nwhere c <= 1"))
        .isEqualTo(before);
  }

  @Test
  void changesWithWhatStandsInALiteral() throws IOException {
    assertThat(hash("select 'x -- y' as a")).isNotEqualTo(hash("select 'x -- z' as a"));
    assertThat(hash("select 'x  y' as a")).isNotEqualTo(hash("select 'x y' as a"));
    assertThat(hash("select 'it\\'s  -- so' as a"))
        .isNotEqualTo(hash("select 'it\\'s -- so' as a"));
    assertThat(hash("select 'it''s  /* so' as a")).isNotEqualTo(hash("select 'it''s' as a"));
    assertThat(hash("select `a  b`")).isNotEqualTo(hash("select `a b`"));
  }

  @Test
  void keepsWordsApart() throws IOException {
    assertThat(hash("select ab from t")).isNotEqualTo(hash("select a b from t"));
  }

  @Test
  void changesWithTheQuery() throws IOException {
    assertThat(hash("select 1 as a")).isNotEqualTo(hash("select 2 as a"));
  }

  @Test
  void changesWithAJobKeyThatTheMetricReads() throws IOException {
    MetricFiles.write(metrics, "visits");
    Metric visits = Catalog.load(metrics).metric("visits").orElseThrow();
    Definition utc = Definition.of(visits, JOB);
    assertThat(Definition.of(visits, Map.of("zone", "Asia/Kolkata", "week_start", "monday")))
        .isNotEqualTo(utc);
    assertThat(Definition.of(visits, Map.of("zone", "UTC", "week_start", "sunday"))).isEqualTo(utc);
    assertThat(utc.sha256()).matches("[0-9a-f]{64}");
    assertThat(utc.version()).isEqualTo(1);
  }

  @Test
  void changesWithAColumnsTypeButNotWithItsComment() throws IOException {
    MetricFiles.write(metrics, "visits");
    Definition before = definition();
    String yaml = MetricFiles.YAML.replace("HEADLINE", "visits_count");
    MetricFiles.write(metrics, "visits", yaml.replace("Visits of the day", "All visits"));
    assertThat(definition()).isEqualTo(before);
    MetricFiles.write(metrics, "visits", yaml.replace("type: bigint", "type: integer"));
    assertThat(definition()).isNotEqualTo(before);
  }

  @Test
  void refusesAJobKeyThatThereIsNot() throws IOException {
    MetricFiles.write(
        metrics, "visits", MetricFiles.YAML.replace("[zone]", "[zones]").replace("HEADLINE", "a"));
    assertThatThrownBy(this::definition)
        .hasMessageContaining("job_keys names 'zones', which is no key of the job file")
        .hasMessageContaining("(did you mean 'zone'?)");
  }

  private Definition definition() {
    return Definition.of(Catalog.load(metrics).metric("visits").orElseThrow(), JOB);
  }

  private String hash(String query) throws IOException {
    Path folder = MetricFiles.write(metrics, "visits");
    Files.writeString(folder.resolve("query.sql"), query);
    return definition().sha256();
  }
}
