package org.businessmetrics.compute;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.Funnel;
import org.jspecify.annotations.Nullable;

/**
 * One folder under {@code cases}: {@code case.yaml} with the question, {@code given/VIEW.csv} with
 * the rows, {@code expected.csv} with the table, or with the rows of it that the question's {@code
 * where} picks.
 *
 * <p>Given activity is compact: {@code user_day.csv} has a line a user with his active days. Of a
 * fact or of another metric any of its columns may be given; the rest is NULL.
 */
final class MetricCase {
  private static final CSVFormat CSV =
      CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

  /** Facts that are given in short and worked out by {@link Views}. */
  private static final Set<Fact> SHORTHAND =
      EnumSet.of(
          Fact.USER_DAY,
          Fact.USER_STATE,
          Fact.SIGNUP,
          Fact.USER_REVENUE_DAY,
          Fact.CURRENCY_STATE,
          Fact.PAYMENT_ATTEMPT,
          Fact.USER_EVENT,
          Fact.MRR_CHANGE,
          Fact.MRR_STATE,
          Fact.COHORT_STATE);

  /** The spans as they were known before the range, where that was something else. */
  private static final String SPANS_BEFORE = "subscription_span_before";

  private final Path folder;
  private final JsonNode question;

  MetricCase(Path folder) throws IOException {
    this.folder = folder;
    this.question = new YAMLMapper().readTree(folder.resolve("case.yaml").toFile());
  }

  /** The folders of the metric's cases. */
  static List<Path> folders(Metric metric) throws IOException {
    try (Stream<Path> folders = Files.list(metric.folder().resolve("cases"))) {
      return folders.sorted().toList();
    }
  }

  /** What the query must return, the header first. */
  List<String> expected() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("expected.csv"));
    return Stream.concat(lines.stream().limit(1), lines.stream().skip(1).sorted()).toList();
  }

  /** What it returns. */
  List<String> actual(SparkSession session, Metric metric) throws IOException {
    new Views(session, history(), parameters()).create(metric);
    for (Metric.Read read : metric.reads()) {
      for (Fact fact : Fact.values()) {
        if (fact.table().equals(read.relation()) && !SHORTHAND.contains(fact)) {
          Dataset<Row> rows = given(session, fact.table(), fact.schema(DataTypes.StringType));
          LocalDate first = parameters().firstDay().minusDays(read.daysBefore());
          (fact.isState()
                  ? rows
                  : rows.where(col("day").between(lit(first), lit(parameters().lastDay()))))
              .createOrReplaceTempView(fact.table());
        }
      }
      if (read.relation().equals(SubscriptionSpans.VIEW)) {
        LocalDate first = parameters().firstDay().minusDays(read.daysBefore());
        given(session, SubscriptionSpans.VIEW, SubscriptionSpans.schema(DataTypes.StringType))
            .where(col("first_day").leq(lit(parameters().lastDay())))
            .where(col("last_day").isNull().or(col("last_day").geq(lit(first))))
            .createOrReplaceTempView(SubscriptionSpans.VIEW);
      }
    }
    Stream<String> header =
        Stream.of(
            String.join(",", metric.columns().stream().map(Metric.Column::name).toList())
                + ",is_final");
    List<Row> rows =
        FinalRows.run(session, metric, parameters())
            .where(question.path("where").asText("true"))
            .collectAsList();
    return Stream.concat(
            header, Lines.of(rows.stream().map(MetricQuery::values).iterator()).stream())
        .toList();
  }

  /** The given rows of a view; columns that are not given are NULL. */
  private Dataset<Row> given(SparkSession session, String view, StructType schema)
      throws IOException {
    StructType text = new StructType();
    for (String name : schema.fieldNames()) {
      text = text.add(name, DataTypes.StringType);
    }
    List<Row> rows = new ArrayList<>();
    for (CSVRecord record : records(view)) {
      rows.add(
          RowFactory.create(
              Arrays.stream(schema.fieldNames())
                  .map(
                      name ->
                          record.isMapped(name) && !record.get(name).isEmpty()
                              ? record.get(name)
                              : null)
                  .toArray()));
    }
    return session
        .createDataFrame(rows, text)
        .select(
            Arrays.stream(schema.fields())
                .map(field -> col(field.name()).cast(field.dataType()).as(field.name()))
                .toArray(Column[]::new));
  }

  /** Shows what is given of another metric under its name. */
  void giveResult(SparkSession session, Metric other) throws IOException {
    List<CSVRecord> records = records(other.name());
    List<Column> columns = new ArrayList<>();
    for (Metric.Column column : other.columns()) {
      columns.add(col(column.name()).cast(sparkType(column.type())).as(column.name()));
    }
    List<Row> rows = new ArrayList<>();
    for (CSVRecord record : records) {
      rows.add(
          RowFactory.create(
              other.columns().stream()
                  .map(column -> record.isMapped(column.name()) ? record.get(column.name()) : null)
                  .toArray()));
    }
    String schema =
        String.join(
            ", ", other.columns().stream().map(column -> column.name() + " string").toList());
    session
        .createDataFrame(rows, StructType.fromDDL(schema))
        .select(columns.toArray(Column[]::new))
        .createOrReplaceTempView(other.name());
  }

  private static String sparkType(String type) {
    return switch (type) {
      case "text", "char(3)" -> "string";
      case "numeric" -> "decimal(38,10)";
      case "timestamptz" -> "timestamp";
      default -> type;
    };
  }

  private QueryParameters parameters() {
    LocalDate lastDay = day("last_day");
    return new QueryParameters(
        day("first_day"),
        lastDay,
        question.has("through") ? day("through") : lastDay,
        question.path("lookback_days").asInt(3),
        zone(),
        relations(),
        Optional.ofNullable(question.path("key_event").asText(null)),
        BigDecimal.ONE);
  }

  /**
   * All, but for those of which the question says {@code has_NAME: false}; subscriptions where
   * spans are given.
   */
  private Set<String> relations() {
    return Stream.of("accounts", "activity", "events", "payments", "subscriptions")
        .filter(
            relation ->
                question
                    .path("has_" + relation)
                    .asBoolean(!relation.equals("subscriptions") || given(SubscriptionSpans.VIEW)))
        .collect(Collectors.toSet());
  }

  private ZoneId zone() {
    return ZoneId.of(question.path("zone").asText("UTC"));
  }

  private LocalDate day(String key) {
    return LocalDate.parse(question.path(key).asText());
  }

  private History history() throws IOException {
    Map<String, NavigableSet<LocalDate>> active = new HashMap<>();
    for (CSVRecord record : records("user_day")) {
      NavigableSet<LocalDate> days = new TreeSet<>();
      Stream.of(record.get("days").split(" ")).map(LocalDate::parse).forEach(days::add);
      active.put(record.get("user_id"), days);
    }
    List<History.Signup> signups = new ArrayList<>();
    for (CSVRecord record : records("signup")) {
      Instant at =
          record.isMapped("signed_up_at")
              ? Instant.parse(record.get("signed_up_at"))
              : LocalDate.parse(record.get("day")).atStartOfDay(zone()).toInstant();
      signups.add(new History.Signup(record.get("user_id"), at, at.atZone(zone()).toLocalDate()));
    }
    List<History.Cash> cash = new ArrayList<>();
    for (CSVRecord record : records("user_revenue_day")) {
      cash.add(
          new History.Cash(
              record.get("user_id"),
              LocalDate.parse(record.get("day")),
              record.get("currency"),
              new BigDecimal(record.get("gross")),
              new BigDecimal(record.get("refunds")),
              new BigDecimal(record.get("subscription_net")),
              new BigDecimal(record.get("one_off_net")),
              Long.parseLong(record.get("charges"))));
    }
    String weekStart = question.path("week_start").asText("monday");
    return new History(
        question.has("source_first_day") ? day("source_first_day") : day("first_day"),
        DayOfWeek.valueOf(weekStart.toUpperCase(Locale.ROOT)),
        active,
        signups,
        cash,
        segments(),
        List.of(),
        List.of(),
        events(),
        funnels(),
        spans(SubscriptionSpans.VIEW),
        spans(given(SPANS_BEFORE) ? SPANS_BEFORE : SubscriptionSpans.VIEW),
        attempts());
  }

  /** The spans from which the facts of MRR are worked out. */
  private List<History.Span> spans(String view) throws IOException {
    List<History.Span> spans = new ArrayList<>();
    for (CSVRecord record : records(view)) {
      if (record.isMapped("source")) {
        String last = record.get("last_day");
        spans.add(
            new History.Span(
                record.get("user_id"),
                record.get("subscription_id"),
                LocalDate.parse(record.get("first_day")),
                last.isEmpty() ? day("last_day") : LocalDate.parse(last),
                record.get("plan"),
                record.get("currency"),
                new BigDecimal(record.get("mrr")),
                new BigDecimal(record.get("trial_mrr")),
                Boolean.parseBoolean(record.get("is_past_due")),
                Boolean.parseBoolean(record.get("cancels_at_period_end")),
                dayOrNull(record.get("cancel_requested_day")),
                optional(record, "end_reason"),
                record.get("source")));
      }
    }
    return spans;
  }

  /** The business day of an event follows from its instant. */
  private List<History.Event> events() throws IOException {
    List<History.Event> events = new ArrayList<>();
    for (CSVRecord record : records("user_event")) {
      Instant at = Instant.parse(record.get("occurred_at"));
      events.add(
          new History.Event(
              Objects.requireNonNullElse(optional(record, "event_id"), "e" + events.size()),
              record.get("user_id"),
              at,
              at.atZone(zone()).toLocalDate(),
              record.get("event_name"),
              optional(record, "funnel"),
              optional(record, "step")));
    }
    return events;
  }

  /** The business day of an attempt follows from its instant, and its id from its place. */
  private List<History.Attempt> attempts() throws IOException {
    List<History.Attempt> attempts = new ArrayList<>();
    for (CSVRecord record : records("payment_attempt")) {
      Instant at = Instant.parse(record.get("counted_at"));
      attempts.add(
          new History.Attempt(
              "a" + attempts.size(),
              record.get("user_id"),
              optional(record, "invoice_id"),
              record.get("status"),
              new BigDecimal(record.get("amount")),
              record.get("currency"),
              at,
              at.atZone(zone()).toLocalDate()));
    }
    return attempts;
  }

  private static @Nullable String optional(CSVRecord record, String column) {
    return record.isMapped(column) && !record.get(column).isEmpty() ? record.get(column) : null;
  }

  /** As in a job file. */
  private List<Funnel> funnels() {
    List<Funnel> funnels = new ArrayList<>();
    for (JsonNode funnel : question.path("funnels")) {
      funnels.add(
          new Funnel(
              funnel.path("name").asText(),
              texts(funnel.path("steps")),
              Optional.of(Duration.parse(funnel.path("window").asText())),
              texts(funnel.path("exclude")),
              Funnel.Exclusion.valueOf(
                  funnel.path("exclusion").asText("drop_off").toUpperCase(Locale.ROOT))));
    }
    return funnels;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private List<History.Segment> segments() throws IOException {
    List<History.Segment> segments = new ArrayList<>();
    for (CSVRecord record : records("user_segment")) {
      segments.add(
          new History.Segment(
              record.get("user_id"),
              record.get("segment"),
              record.get("segment_value"),
              dayOrNull(record.get("first_day")),
              dayOrNull(record.get("last_day"))));
    }
    return segments;
  }

  private static @Nullable LocalDate dayOrNull(String text) {
    return text.isEmpty() ? null : LocalDate.parse(text);
  }

  private boolean given(String view) {
    return Files.exists(folder.resolve("given").resolve(view + ".csv"));
  }

  private List<CSVRecord> records(String view) throws IOException {
    if (!given(view)) {
      return List.of();
    }
    try (CSVParser parser =
        CSVParser.parse(
            Files.newBufferedReader(folder.resolve("given").resolve(view + ".csv")), CSV)) {
      return parser.getRecords();
    }
  }
}
