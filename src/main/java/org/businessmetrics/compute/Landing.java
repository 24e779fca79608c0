package org.businessmetrics.compute;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Funnel;
import org.businessmetrics.source.Ids;
import org.businessmetrics.source.SourceSnapshot;
import org.businessmetrics.source.TimeRange;
import org.businessmetrics.source.canonical.Canonical;
import org.jspecify.annotations.Nullable;

/**
 * Reads the source once, in one snapshot, and writes what it read to Parquet: the exporter may
 * close after it, and a computation that is repeated never sees another instant.
 */
final class Landing {
  private static final String SEGMENT = "segment_";
  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

  private final SparkSession spark;
  private final Statements statements;
  private final BusinessCalendar calendar;
  private final List<String> segments;
  private final String folder;

  Landing(
      SparkSession spark,
      Path home,
      BusinessCalendar calendar,
      List<String> segments,
      String folder) {
    this.spark = spark;
    this.statements = new Statements(spark, home);
    this.calendar = calendar;
    this.segments = segments;
    this.folder = folder;
  }

  /**
   * Reads, and asks the source whether it was everything.
   *
   * @param extra canonical relations that metrics read as they are
   */
  Landed land(
      SourceSnapshot snapshot, Set<String> relations, Set<String> extra, RangeRequest request) {
    List<Quarantine> reports = new ArrayList<>();
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("now", request.now());
    parameters.put("has_accounts", relations.contains("accounts"));
    parameters.put("has_payment_attempts", relations.contains(Canonical.PAYMENT_ATTEMPTS));
    @Nullable DataType userId = null;

    if (relations.contains("accounts")) {
      size(snapshot, "accounts", Optional.empty());
      Dataset<Row> accounts =
          beforeNow(snapshot.read(spark, "accounts", Optional.empty(), 1), "signed_up_at", request);
      userId = register(accounts.withColumn("segments", segments(accounts)), "accounts");
      Dataset<Row> landed = write("account", statements.run("account", parameters));
      reports.add(Summary.of(judged(landed)).quarantine("accounts", landed));
      landed.where("reason is null").createOrReplaceTempView("account_usable");
    }
    long anonymous = 0;
    long internal = 0;
    if (relations.contains("activity")) {
      size(snapshot, "activity", Optional.of(days(request)));
      userId =
          register(
              read(snapshot, "activity", "occurred_at", partitions(request), request), "activity");
      if (!relations.contains("accounts")) {
        noAccounts(userId);
      }
      write("activity_days", statements.run("activity_days", parameters));
      Dataset<Row> judged =
          statements
              .run("activity_judged", parameters)
              .withColumn("row_key", coalesce(col("row_key"), expr(Ids.sql("user_id", userId))));
      Summary summary = Summary.of(judged);
      anonymous = summary.rows(Summary.ANONYMOUS);
      internal = summary.rows(Summary.INTERNAL);
      reports.add(summary.quarantine("activity", judged));
    }
    if (relations.contains("events")) {
      size(snapshot, "events", Optional.of(days(request)));
      Dataset<Row> events = read(snapshot, "events", "occurred_at", partitions(request), request);
      DataType type =
          register(events.withColumn("event_id", Ids.text(events, "event_id")), "events");
      if (userId == null) {
        userId = type;
        noAccounts(type);
      }
      Dataset<Row> landed = write("event", statements.run("event", parameters));
      reports.add(Summary.of(judged(landed)).quarantine("events", landed));
    }
    if (relations.contains("payments")) {
      size(snapshot, "payments", Optional.of(days(request)));
      // In one piece: what a source must work out for each piece (refunds) is worked out once.
      Dataset<Row> payments = read(snapshot, "payments", "occurred_at", 1, request);
      DataType payer =
          register(
              payments
                  .withColumn("payment_id", Ids.text(payments, "payment_id"))
                  .withColumn("invoice_id", Ids.text(payments, "invoice_id")),
              "payments");
      if (userId == null) {
        userId = payer;
        noAccounts(payer);
      }
      Dataset<Row> landed = write("payment", statements.run("payment", parameters));
      reports.add(Summary.of(judged(landed)).quarantine("payments", landed));
      attempts(snapshot, relations, payer, parameters, request).ifPresent(reports::add);
    }
    List<Funnel> funnels = List.of();
    if (extra.contains(Canonical.FUNNELS)) {
      FunnelSteps steps =
          FunnelSteps.read(
              snapshot.read(spark, Canonical.FUNNELS, Optional.empty(), 1).collectAsList().stream()
                  .map(FunnelSteps.Step::of)
                  .toList());
      funnels = steps.funnels();
      reports.add(steps.quarantine());
    }
    for (String relation : extra) {
      if (relations.contains(relation)) {
        size(snapshot, relation, Optional.of(days(request)));
        Dataset<Row> rows =
            snapshot.read(spark, relation, Optional.of(days(request)), partitions(request));
        write(relation, rows.where("row_error is null").drop("row_key", "row_error"));
      }
    }
    snapshot.requireAllRead();
    return new Landed(
        userId == null ? DataTypes.StringType : userId,
        relations,
        reports,
        anonymous,
        internal,
        funnels);
  }

  /** Where the source tells no attempts from cash, its payments were judged already. */
  private Optional<Quarantine> attempts(
      SourceSnapshot snapshot,
      Set<String> relations,
      DataType userId,
      Map<String, Object> parameters,
      RangeRequest request) {
    if (!relations.contains(Canonical.PAYMENT_ATTEMPTS)) {
      register(noAttempts(userId), Canonical.PAYMENT_ATTEMPTS);
      statements.run("attempt", parameters).createOrReplaceTempView("attempt");
      return Optional.empty();
    }
    size(snapshot, Canonical.PAYMENT_ATTEMPTS, Optional.of(days(request)));
    Dataset<Row> attempts =
        read(snapshot, Canonical.PAYMENT_ATTEMPTS, "coalesce(ended_at, created_at)", 1, request);
    register(
        attempts
            .withColumn("attempt_id", Ids.text(attempts, "attempt_id"))
            .withColumn("invoice_id", Ids.text(attempts, "invoice_id")),
        Canonical.PAYMENT_ATTEMPTS);
    Dataset<Row> landed = write("attempt", statements.run("attempt", parameters));
    return Optional.of(Summary.of(judged(landed)).quarantine(Canonical.PAYMENT_ATTEMPTS, landed));
  }

  private void size(SourceSnapshot snapshot, String relation, Optional<TimeRange> range) {
    Sizing.forRows(spark, snapshot.about(relation, range));
  }

  private Dataset<Row> noAttempts(DataType userId) {
    return spark.createDataFrame(
        List.<Row>of(),
        StructType.fromDDL(
                "attempt_id string, invoice_id string, origin string, status string,"
                    + " amount decimal(38,10), currency string, created_at timestamp,"
                    + " ended_at timestamp, row_key string, row_error string")
            .add("user_id", userId));
  }

  /** The values of the job's segments by name, which is the column's without its prefix. */
  private Column segments(Dataset<Row> accounts) {
    List<String> given = Arrays.asList(accounts.columns());
    List<Column> entries = new ArrayList<>();
    for (String segment : segments) {
      if (!given.contains(segment) || !segment.startsWith(SEGMENT)) {
        throw new Failure(
            ExitCode.CONFIGURATION,
            "Unknown segment: '%s' (must be a column of the source's accounts: %s)"
                .formatted(
                    segment, given.stream().filter(column -> column.startsWith(SEGMENT)).toList()));
      }
      entries.add(lit(segment.substring(SEGMENT.length())));
      entries.add(coalesce(col("`" + segment + "`"), lit("")));
    }
    return entries.isEmpty()
        ? lit(null).cast("map<string,string>")
        : map(entries.toArray(Column[]::new));
  }

  private Dataset<Row> read(
      SourceSnapshot snapshot, String relation, String time, int partitions, RangeRequest request) {
    Dataset<Row> range = snapshot.read(spark, relation, Optional.of(days(request)), partitions);
    if (request.replay()) {
      return beforeNow(range, time, request);
    }
    // A stamp in the future belongs to no day yet; it is looked for so that somebody hears of it.
    TimeRange future = new TimeRange(request.now(), END_OF_TIME);
    return range.unionByName(
        snapshot
            .read(spark, relation, Optional.of(future), 1)
            .where(col(SourceSnapshot.ROW_ERROR).isNull()));
  }

  private static Dataset<Row> beforeNow(Dataset<Row> rows, String time, RangeRequest request) {
    return request.replay()
        ? rows.where(expr(time).isNull().or(expr(time).leq(lit(request.now()))))
        : rows;
  }

  private TimeRange days(RangeRequest request) {
    return new TimeRange(calendar.startOf(request.factsFrom()), calendar.endOf(request.readTo()));
  }

  private static int partitions(RangeRequest request) {
    long days = ChronoUnit.DAYS.between(request.factsFrom(), request.readTo()) + 1;
    return (int) Math.max(2, Math.min(16, days / 25));
  }

  /** Makes the source's rows a view, and tells which type its user ids have. */
  private static DataType register(Dataset<Row> rows, String relation) {
    DataType type = rows.schema().apply("user_id").dataType();
    Column nil =
        type instanceof StructType
            ? col("user_id.hi").equalTo(0L).and(col("user_id.lo").equalTo(0L))
            : trim(col("user_id")).isin("", "0", "00000000-0000-0000-0000-000000000000");
    rows.withColumn("is_nil_user", coalesce(nil, lit(false)))
        .createOrReplaceTempView("source_" + relation);
    return type;
  }

  private void noAccounts(DataType userId) {
    spark
        .createDataFrame(
            List.<Row>of(),
            new StructType()
                .add("user_id", userId)
                .add("day", "date")
                .add("is_internal", "boolean"))
        .createOrReplaceTempView("account_usable");
  }

  /** Writes rows to files of this run; the view of that name shows what was written. */
  Dataset<Row> write(String name, Dataset<Row> rows) {
    String path = folder + "/" + name;
    rows.write().mode(SaveMode.Overwrite).parquet(path);
    Dataset<Row> landed = Sizing.held(spark.read().schema(rows.schema()).parquet(path));
    landed.createOrReplaceTempView(name);
    return landed;
  }

  private static Dataset<Row> judged(Dataset<Row> landed) {
    return landed
        .withColumn("events", lit(1L))
        .withColumn("verdict", when(col("reason").isNull(), Summary.USABLE).otherwise(Summary.BAD));
  }
}
