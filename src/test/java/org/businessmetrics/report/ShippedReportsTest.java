package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.businessmetrics.config.Delivery;
import org.businessmetrics.config.Delivery.Action;
import org.businessmetrics.config.Delivery.Attachment;
import org.businessmetrics.config.Delivery.Condition;
import org.businessmetrics.config.Mail;
import org.businessmetrics.config.MailAddress;
import org.businessmetrics.config.ReportFile;
import org.businessmetrics.report.ReportConfig.Kind;
import org.businessmetrics.report.ReportConfig.Layer;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportConfig.Show;
import org.businessmetrics.report.ReportConfig.TableKind;
import org.businessmetrics.report.ReportConfig.Width;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The reports in {@code reports/}, and the schema that editors check them by. */
class ShippedReportsTest {
  private static final Path REPORTS = Path.of("reports");
  private static final Path SCHEMA = REPORTS.resolve("report.schema.json");

  static Stream<Path> shippedReports() throws IOException {
    try (Stream<Path> files = Files.list(REPORTS)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shippedReports")
  void loadsAndFitsTheSchema(Path file) throws Exception {
    ReportConfig report = ReportConfig.load(file, Headlines.ALL);
    assertThat(report.name() + ".yaml").isEqualTo(file.getFileName().toString());
    assertThat(problems(Files.readString(file))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shippedReports")
  void printsTheNotesOfItsTilesWhole(Path file) throws Exception {
    ReportSnapshot snapshot =
        new SampleCompany().page(ReportConfig.load(file, Headlines.ALL)).snapshot();
    String text = SelfCheck.text(PdfRenderer.render(snapshot, new PagePainter(snapshot)));
    for (TileFigure figure : Figures.of(snapshot)) {
      figure.notes().forEach(note -> assertThat(text).contains(note));
    }
  }

  @Test
  void theMrrTileSaysHowManyCustomersWereLostAndHowManySubscribersWereGained() {
    ReportConfig report = ReportConfig.load(SampleCompany.PAGE, Headlines.ALL);
    assertThat(report.tiles().filter(tile -> tile.measure().metric().equals("mrr")))
        .singleElement()
        .extracting(tile -> tile.notes().stream().map(Measure::metric).toList())
        .isEqualTo(List.of("logo_churn_rate_30d", "net_new_customers_daily"));
    Measure gained =
        report.measures().stream()
            .filter(measure -> measure.metric().equals("net_new_customers_daily"))
            .findFirst()
            .orElseThrow();
    assertThat(gained.unit()).isEqualTo(Unit.USERS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "titel: a | titel",
        "period: hourly | period",
        "currency: usd | currency",
        "targets: {mrr: {nov: 3}} | targets",
        "annotations: [{day: 2026-13-01, text: a}] | day",
        "delivery: {deadline: 8am} | deadline",
        "delivery: {recipients: [{to: a@example.com, when: hourly}]} | when",
        "delivery: {owner: a@example.com} | recipients",
        "delivery: {gate: {stal: hold}} | stal",
        "delivery: {gate: {stale: wait}} | stale",
      })
  void theSchemaNamesWhatTheReaderWouldRefuse(String line, String named) throws Exception {
    assertThat(problems("version: 1\npages: [{tiles: [{metric: dau}]}]\n" + line))
        .isNotEmpty()
        .anySatisfy(problem -> assertThat(problem).contains(named));
  }

  @Test
  void theSchemaHasTheKeysThatTheReaderTakes() throws Exception {
    JsonNode keys = schema().path("properties");
    assertThat(names(keys)).containsExactlyElementsOf(ReportConfigReader.KEYS);
    JsonNode page = keys.at("/pages/items/properties");
    assertThat(names(page)).containsExactlyElementsOf(PageReader.PAGE_KEYS);
    assertThat(names(page.at("/tiles/items/properties")))
        .containsExactlyElementsOf(PageReader.TILE_KEYS);
    assertThat(names(page.at("/charts/items/properties")))
        .containsExactlyElementsOf(PageReader.CHART_KEYS);
    assertThat(names(page.at("/tables/items/properties")))
        .containsExactlyElementsOf(PageReader.TABLE_KEYS);
    assertThat(names(schema().at("/$defs/figure/oneOf/1/properties")))
        .containsExactlyElementsOf(PageReader.FIGURE_KEYS);
    assertThat(names(schema().at("/$defs/measure/oneOf/1/properties")))
        .containsExactlyElementsOf(PageReader.MEASURE_KEYS);
    JsonNode delivery = keys.at("/delivery/properties");
    assertThat(names(delivery)).containsExactlyElementsOf(keys(Delivery.class));
    assertThat(names(delivery.at("/recipients/items/oneOf/1/properties")))
        .containsExactlyElementsOf(keys(Delivery.Recipient.class));
    assertThat(names(delivery.at("/gate/properties"))).isEqualTo(words(Condition.values()));
  }

  /** Every choice of each key, as the schema lists them. */
  @Test
  void theReaderTakesTheDeliveryThatTheSchemaDescribes(@TempDir Path folder) throws Exception {
    Mail mail = new Mail(MailAddress.parse("metrics@example.com"), List.of("example.com"));
    for (Action action : Action.values()) {
      String gate =
          words(Condition.values()).stream()
              .map(condition -> condition + ": " + ReportYaml.word(action))
              .collect(Collectors.joining(", ", "{", "}"));
      String text =
          """
          version: 1
          pages: [{tiles: [{metric: dau}]}]
          delivery:
            owner: "${ENV:OWNER}"
            recipients: [a@example.com, {to: b@example.com, when: weekly}]
            deadline: "7:30"
            gate: %s
            subject_figures: true
            attach: [pdf, csv]
            correction_above: 0
            list_unsubscribe: https://example.com/unsubscribe
          """
              .formatted(gate);
      assertThat(problems(text)).isEmpty();
      Path file = Files.writeString(folder.resolve("report.yaml"), text);
      assertThat(
              ReportFile.load(file, Optional.of(mail), Map.of("OWNER", "o@example.com"))
                  .delivery()
                  .orElseThrow()
                  .gate()
                  .actions()
                  .values())
          .containsOnly(action);
    }
  }

  @Test
  void theSchemaHasTheChoicesThatTheReaderKnows() throws Exception {
    JsonNode page = schema().at("/properties/pages/items/properties");
    assertThat(choices(page.at("/charts/items/properties/kind"))).isEqualTo(words(Kind.values()));
    assertThat(choices(page.at("/charts/items/properties/width"))).isEqualTo(words(Width.values()));
    assertThat(choices(page.at("/charts/items/properties/layers/items")))
        .isEqualTo(words(Layer.values()));
    assertThat(choices(schema().at("/$defs/show"))).isEqualTo(words(Show.values()));
    assertThat(choices(page.at("/tables/items/properties/kind")))
        .isEqualTo(words(TableKind.values()));
    JsonNode delivery = schema().at("/properties/delivery/properties");
    assertThat(choices(delivery.at("/recipients/items/oneOf/1/properties/when")))
        .isEqualTo(words(Delivery.When.values()));
    assertThat(choices(delivery.at("/attach/items"))).isEqualTo(words(Attachment.values()));
    assertThat(choices(schema().at("/$defs/action"))).isEqualTo(words(Action.values()));
  }

  /** Each component of a record is the key of the same name. */
  private static List<String> keys(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(one -> one.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
        .toList();
  }

  private static List<String> choices(JsonNode property) {
    return property.path("enum").valueStream().map(JsonNode::asText).toList();
  }

  private static List<String> words(Enum<?>[] values) {
    return Arrays.stream(values).map(ReportYaml::word).toList();
  }

  static List<String> problems(String yaml) throws IOException {
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
    return new JsonMapper().readTree(SCHEMA.toFile());
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }
}
