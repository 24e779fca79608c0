package org.businessmetrics.compute;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.Funnel;
import org.businessmetrics.ledger.FactVersion;
import org.businessmetrics.source.SourceSnapshot;
import org.businessmetrics.source.canonical.Canonical;
import org.jspecify.annotations.Nullable;

/**
 * Computes one range of days: land, subscriptions, facts, query. Each step may be called once, in
 * this order. Nothing becomes visible by it; what it wrote is deleted by {@link #discard} or made
 * current by the ledger.
 */
public final class RangeComputation implements AutoCloseable {
  private static final int BUSINESS_DAYS_BACK = 400;
  private static final String USER_SEGMENT = "user_segment";

  private final SparkSession spark;
  private final BusinessCalendar calendar;
  private final Optional<String> keyEvent;
  private final BigDecimal margin;
  private final RangeRequest request;
  private final List<Metric> metrics;
  private final List<Metric> catalog;
  private final FactStore store;
  private final FactBuilder builder;
  private final Landing landing;
  private final Statements statements;
  private final String landingFolder;
  private final List<Funnel> jobFunnels;
  private final List<FunnelCohort> standingFunnels;

  /**
   * @param jobFunnels those that the job adds to the source's, or overrides
   * @param standingFunnels the entry days before the range that stand published, see {@link
   *     #funnelsBack}
   */
  public RangeComputation(
      Engine engine,
      Path home,
      String factsPath,
      BusinessCalendar calendar,
      Optional<String> keyEvent,
      BigDecimal margin,
      List<String> segments,
      StandingFacts standing,
      RangeRequest request,
      List<Metric> metrics,
      List<Metric> catalog,
      List<Funnel> jobFunnels,
      List<FunnelCohort> standingFunnels) {
    this.catalog = List.copyOf(catalog);
    this.jobFunnels = List.copyOf(jobFunnels);
    this.standingFunnels = List.copyOf(standingFunnels);
    this.spark = engine.spark();
    this.calendar = calendar;
    this.keyEvent = keyEvent;
    this.margin = margin;
    this.request = request;
    this.metrics = List.copyOf(metrics);
    this.store = new FactStore(spark, factsPath);
    this.builder = new FactBuilder(spark, home, store, standing);
    this.landingFolder = factsPath + "/landing/" + request.runId();
    this.landing = new Landing(spark, home, calendar, segments, landingFolder);
    this.statements = new Statements(spark, home);
  }

  /** Reads the source; after this it is not needed any more. */
  public Landed land(SourceSnapshot snapshot, Set<String> relations) {
    Set<String> extra = new HashSet<>();
    for (Metric metric : metrics) {
      metric.reads().forEach(read -> extra.add(read.relation()));
    }
    if (readsFunnels(metrics)) {
      extra.add(Canonical.FUNNELS);
    }
    extra.retainAll(relations);
    return landing.land(snapshot, relations, extra, request);
  }

  /**
   * Makes the view of the subscriptions' spans, as far back as facts and metrics read them.
   *
   * @param spans empty where the source has none
   * @return the number of spans
   */
  public long subscriptions(Optional<SubscriptionSpans> spans, Landed landed) {
    Dataset<Row> rows =
        spans
            .map(
                given ->
                    given.read(
                        spark,
                        landed.userId(),
                        spansFrom(),
                        request.lastDay(),
                        read -> landing.write(SubscriptionSpans.VIEW, read)))
            .orElseGet(() -> SubscriptionSpans.none(spark, landed.userId()));
    rows.createOrReplaceTempView(SubscriptionSpans.VIEW);
    return rows.count();
  }

  /** The facts compare with the day before them. */
  private LocalDate spansFrom() {
    int days =
        Math.max(daysBefore(SubscriptionSpans.VIEW).orElse(0), daysBefore(USER_SEGMENT).orElse(0));
    LocalDate asRead = request.firstDay().minusDays(days);
    LocalDate beforeFacts = request.factsFrom().minusDays(1);
    return asRead.isBefore(beforeFacts) ? asRead : beforeFacts;
  }

  /** Folds what was landed into facts and state, and makes the views that queries see. */
  public List<FactVersion> facts(Landed landed) {
    List<FactVersion> written = builder.build(landed, request);
    int funnelDays = readsFunnels(metrics) ? registerFunnels(landed) : 0;
    for (Fact fact : Fact.DAILY) {
      int days = fact == Fact.USER_EVENT ? funnelDays : 0;
      builder.reachBack(fact, Math.max(daysBefore(fact), days), landed, request);
    }
    for (Fact state : Fact.STATES) {
      workOutIfRead(state.table());
    }
    statements.run(USER_SEGMENT, Map.of()).createOrReplaceTempView(USER_SEGMENT);
    workOutIfRead(USER_SEGMENT);
    registerBusinessDays();
    registerNotComputed();
    return List.copyOf(written);
  }

  /** Runs one metric's query; later queries see its rows under its name. */
  public List<@Nullable Object[]> query(Metric metric, Landed landed) {
    QueryParameters parameters =
        new QueryParameters(
            request.firstDay(),
            request.lastDay(),
            request.through(),
            request.lookbackDays(),
            calendar.zone(),
            landed.relations(),
            keyEvent,
            margin);
    Dataset<Row> result = MetricQuery.run(spark, metric, parameters);
    List<Row> rows = result.collectAsList();
    spark.createDataFrame(rows, result.schema()).createOrReplaceTempView(metric.name());
    return rows.stream().map(MetricQuery::values).toList();
  }

  /** Takes away the facts of a run that will not be published. */
  public void discard() {
    store.deleteRun(request.runId());
  }

  @Override
  public void close() {
    store.deleteFolder(landingFolder);
  }

  /** Whether fewer rows of a fact for a day mean that the source has lost some. */
  public static boolean countsSourceRows(String fact) {
    return Fact.DAILY.stream()
        .anyMatch(daily -> daily.table().equals(fact) && daily.countsSourceRows());
  }

  /** Whether any of the metrics is about funnels: these reach as far back as the open windows. */
  public static boolean readsFunnels(List<Metric> metrics) {
    return metrics.stream()
        .flatMap(metric -> metric.reads().stream())
        .anyMatch(read -> read.relation().equals("funnel_cohort"));
  }

  /** The first entry day of funnels that a range from this day on may have to do with. */
  public static LocalDate funnelsBack(LocalDate firstDay) {
    return firstDay.minusDays(FunnelCohorts.DAYS_BACK);
  }

  private int registerFunnels(Landed landed) {
    FunnelCohorts cohorts =
        new FunnelCohorts(
            calendar,
            request.firstDay(),
            request.lastDay(),
            FunnelCohorts.together(landed.funnels(), jobFunnels),
            standingFunnels);
    cohorts.register(spark);
    return cohorts.daysBefore();
  }

  /** A metric that another reads and that this source can't give is a view without rows. */
  private void registerNotComputed() {
    for (Metric metric : catalog) {
      if (!metrics.contains(metric)) {
        spark
            .createDataFrame(List.<Row>of(), MetricQuery.schema(metric))
            .createOrReplaceTempView(metric.name());
      }
    }
  }

  /** What several queries read, or one several times, is worked out once. */
  private void workOutIfRead(String view) {
    if (daysBefore(view).isPresent()) {
      Dataset<Row> rows = spark.table(view);
      Sizing.forFilesOf(rows);
      Sizing.inMemory(rows)
          .ifPresentOrElse(
              held -> held.createOrReplaceTempView(view), () -> landing.write(view, rows));
    }
  }

  private int daysBefore(Fact fact) {
    return daysBefore(fact == Fact.SEGMENT_CHANGE ? USER_SEGMENT : fact.table()).orElse(0);
  }

  /** How far back the metrics read a view; empty where none does. */
  private Optional<Integer> daysBefore(String view) {
    return metrics.stream()
        .flatMap(metric -> metric.reads().stream())
        .filter(read -> read.relation().equals(view))
        .map(Metric.Read::daysBefore)
        .max(Integer::compare);
  }

  private void registerBusinessDays() {
    List<Row> rows = new ArrayList<>();
    LocalDate first = request.firstDay().minusDays(BUSINESS_DAYS_BACK);
    if (first.isBefore(request.sourceFirstDay())) {
      first = request.sourceFirstDay();
    }
    for (LocalDate day = first; !day.isAfter(request.lastDay()); day = day.plusDays(1)) {
      rows.add(
          RowFactory.create(
              day,
              calendar.startOf(day),
              calendar.endOf(day),
              calendar.weekStart(day),
              calendar.weekEnd(day),
              calendar.monthStart(day),
              calendar.monthEnd(day)));
    }
    StructType schema =
        new StructType()
            .add("day", DataTypes.DateType)
            .add("starts_at", DataTypes.TimestampType)
            .add("ends_at", DataTypes.TimestampType)
            .add("week_start", DataTypes.DateType)
            .add("week_end", DataTypes.DateType)
            .add("month_start", DataTypes.DateType)
            .add("month_end", DataTypes.DateType);
    spark.createDataFrame(rows, schema).createOrReplaceTempView("business_day");
  }
}
