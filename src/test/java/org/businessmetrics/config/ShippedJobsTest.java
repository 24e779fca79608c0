package org.businessmetrics.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The jobs in {@code jobs/}, and the schema that editors check them by. */
class ShippedJobsTest {
  private static final Path JOBS = Path.of("jobs");
  private static final Path SCHEMA = JOBS.resolve("job.schema.json");
  private static final JsonMapper JSON = new JsonMapper();

  static Stream<Path> shippedJobs() throws IOException {
    try (Stream<Path> files = Files.list(JOBS)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shippedJobs")
  void loadsAndFitsTheSchema(Path file) throws Exception {
    Job job = Job.load(Path.of(""), file, Map.of());
    assertThat(job.name() + ".yaml").isEqualTo(file.getFileName().toString());
    assertThat(problems(Files.readString(file))).isEmpty();
  }

  @Test
  void theNightlyJobShowsEveryKeyAndItsDefaults(@TempDir Path directory) throws Exception {
    String text = Files.readString(JOBS.resolve("nightly.yaml"));
    for (String key : CanonicalText.keys(Job.class)) {
      assertThat(text).as(key).containsPattern("(?m)^(# )?" + key + ":");
    }
    Job shown = Job.load(Path.of(""), JOBS.resolve("nightly.yaml"), Map.of());
    Job smallest = load(directory, "name: nightly\nsource: {kind: csv, path: data}\n");
    for (String key : CanonicalText.keys(Job.class)) {
      if (!List.of("source", "price_book", "freshness", "report").contains(key)) {
        assertThat(shown.keyValue(key)).as(key).isEqualTo(smallest.keyValue(key));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lookback_day: 3 | lookback_day",
        "settling: soon | settling",
        "week_start: monda | week_start",
        "quarantine: {max_rows: -1} | max_rows",
        "price_book: [{plan: a, currency: USD}] | amount",
        "history_from: 2025-13-01 | history_from",
      })
  void theSchemaNamesWhatTheJobFileWouldRefuse(String line, String named) throws Exception {
    assertThat(problems("name: a\nsource: {kind: csv, path: data}\n" + line))
        .isNotEmpty()
        .anySatisfy(problem -> assertThat(problem).contains(named));
  }

  @Test
  void theSchemaHasTheKeysThatTheRecordsHave() throws Exception {
    JsonNode keys = schema().path("properties");
    assertThat(names(keys)).containsExactlyElementsOf(CanonicalText.keys(Job.class));
    assertThat(names(keys.at("/internal/properties")))
        .containsExactlyElementsOf(CanonicalText.keys(Job.Internal.class));
    assertThat(names(keys.at("/quarantine/properties")))
        .containsExactlyElementsOf(CanonicalText.keys(Job.Quarantine.class));
    assertThat(names(keys.at("/keep/properties")))
        .containsExactlyElementsOf(CanonicalText.keys(Job.Keep.class));
    assertThat(names(keys.at("/price_book/items/properties")))
        .containsExactlyElementsOf(CanonicalText.keys(PriceLine.class));
    assertThat(names(keys.at("/funnels/items/properties")))
        .containsExactlyElementsOf(CanonicalText.keys(Funnel.class));
    assertThat(names(keys.at("/mail/properties")))
        .containsExactlyElementsOf(CanonicalText.keys(Mail.class));
    assertThat(names(keys.at("/freshness/properties")))
        .containsExactlyElementsOf(Parse.names(Relation.class));
  }

  @Test
  void theSchemaNamesTheDefaultsThatHold(@TempDir Path directory) throws Exception {
    ObjectNode withDefaults = JSON.createObjectNode();
    withDefaults.put("name", "nightly");
    withDefaults.putObject("source").put("kind", "csv").put("path", "data");
    String smallest = withDefaults.toString();
    putDefaults(schema(), withDefaults);
    assertThat(withDefaults.at("/keep/reports_days").asInt()).isEqualTo(400);
    assertThat(load(directory, withDefaults.toString())).isEqualTo(load(directory, smallest));
  }

  private static void putDefaults(JsonNode schema, ObjectNode target) {
    schema
        .path("properties")
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().has("default")) {
                target.set(entry.getKey(), entry.getValue().get("default"));
              } else if (entry.getValue().has("properties")
                  && !entry.getValue().has("required")
                  && !target.has(entry.getKey())) {
                putDefaults(entry.getValue(), target.putObject(entry.getKey()));
              }
            });
  }

  private static List<String> problems(String yaml) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    return schema
        .validate(
            yaml,
            InputFormat.YAML,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Object::toString)
        .toList();
  }

  private static JsonNode schema() throws IOException {
    return JSON.readTree(SCHEMA.toFile());
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** JSON is YAML too. */
  private static Job load(Path directory, String text) throws IOException {
    Path file = Files.writeString(directory.resolve("job.yaml"), text);
    return Job.load(Path.of(""), file, Map.of());
  }
}
