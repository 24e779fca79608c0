package org.businessmetrics.compute;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.FactVersion;

/**
 * Folds what was read into facts and state: state(D) = state(D−1) folded with the facts of D. Facts
 * of days that are not read again are linked anew to the days before them.
 */
final class FactBuilder {
  private final SparkSession spark;
  private final Statements statements;
  private final FactStore store;
  private final StandingFacts standing;

  FactBuilder(SparkSession spark, Path home, FactStore store, StandingFacts standing) {
    this.spark = spark;
    this.statements = new Statements(spark, home);
    this.store = store;
    this.standing = standing;
  }

  /** Builds and writes every fact that the source's relations allow; their views stand after it. */
  List<FactVersion> build(Landed landed, RangeRequest request) {
    registerBase(landed, request);
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("first_day", request.factsFrom());
    parameters.put("read_to", request.readTo());
    parameters.put("has_accounts", landed.relations().contains("accounts"));

    List<FactVersion> versions = new ArrayList<>();
    for (Fact fact : Fact.DAILY) {
      StructType schema = fact.schema(landed.userId());
      if (!landed.relations().contains(fact.relation())) {
        empty(fact.table(), schema);
        continue;
      }
      store
          .read(
              fact,
              schema,
              standing.between(fact.table(), request.readTo().plusDays(1), request.lastDay()))
          .createOrReplaceTempView("standing_" + fact.table());
      List<FactVersion> written =
          store.writeDays(
              fact,
              statements.run(fact.table(), parameters),
              request.runId(),
              request.factsFrom(),
              request.lastDay());
      store.read(fact, schema, written).createOrReplaceTempView(fact.table());
      versions.addAll(written);
    }
    versions.addAll(writeStates(landed, request));
    statements
        .run(Fact.CURRENCY_STATE.table(), Map.of("day", request.lastDay()))
        .createOrReplaceTempView("currency_seen");
    return versions;
  }

  /** Makes the view of a daily fact reach {@code daysBefore} days further back than the range. */
  void reachBack(Fact fact, int daysBefore, Landed landed, RangeRequest request) {
    if (!landed.relations().contains(fact.relation())) {
      return;
    }
    LocalDate first = request.factsFrom();
    Dataset<Row> before =
        store.read(
            fact,
            fact.schema(landed.userId()),
            stored(fact, first.minusDays(daysBefore), first.minusDays(1), request));
    before.unionByName(spark.table(fact.table())).createOrReplaceTempView(fact.table());
  }

  private List<FactVersion> writeStates(Landed landed, RangeRequest request) {
    List<FactVersion> versions = new ArrayList<>();
    if (request.stateDay().isBefore(request.factsFrom())) {
      return versions;
    }
    for (Fact fact : Fact.STATES) {
      if (landed.relations().contains(fact.relation())) {
        versions.add(
            store.writeState(
                fact,
                statements.run(fact.table(), Map.of("day", request.stateDay())),
                request.runId(),
                request.stateDay()));
      }
    }
    return versions;
  }

  /**
   * The state after the day before the range: the latest that was kept, folded with the facts
   * since.
   */
  private void registerBase(Landed landed, RangeRequest request) {
    LocalDate before = request.factsFrom().minusDays(1);
    StructType userState = Fact.USER_STATE.schema(landed.userId());
    Dataset<Row> users = kept(Fact.USER_STATE, userState, before);
    LocalDate since = since(Fact.USER_STATE, before, request);
    if (!since.isAfter(before)) {
      Dataset<Row> signups =
          since(Fact.SIGNUP, landed, since, before, request)
              .select(
                  col("user_id"),
                  col("day").as("signup_day"),
                  lit(null).cast("date").as("first_day"),
                  lit(null).cast("date").as("last_day"));
      Dataset<Row> days =
          since(Fact.USER_DAY, landed, since, before, request)
              .select(
                  col("user_id"),
                  lit(null).cast("date").as("signup_day"),
                  col("day").as("first_day"),
                  col("day").as("last_day"));
      users =
          users
              .unionByName(signups)
              .unionByName(days)
              .groupBy("user_id")
              .agg(
                  min("signup_day").as("signup_day"),
                  min("first_day").as("first_day"),
                  max("last_day").as("last_day"));
    }
    users.createOrReplaceTempView("base_user_state");

    StructType currencyState = Fact.CURRENCY_STATE.schema(landed.userId());
    Dataset<Row> currencies = kept(Fact.CURRENCY_STATE, currencyState, before);
    LocalDate cashSince = since(Fact.CURRENCY_STATE, before, request);
    if (!cashSince.isAfter(before)) {
      Dataset<Row> cash =
          since(Fact.USER_REVENUE_DAY, landed, cashSince, before, request)
              .select(col("currency"), col("day").as("first_day"));
      currencies =
          currencies.unionByName(cash).groupBy("currency").agg(min("first_day").as("first_day"));
    }
    currencies.createOrReplaceTempView("base_currency_state");
  }

  private Dataset<Row> kept(Fact state, StructType schema, LocalDate day) {
    return store.read(state, schema, standing.latest(state.table(), day).stream().toList());
  }

  private LocalDate since(Fact state, LocalDate day, RangeRequest request) {
    Optional<FactVersion> latest = standing.latest(state.table(), day);
    return latest.map(version -> version.day().plusDays(1)).orElse(request.sourceFirstDay());
  }

  private Dataset<Row> since(
      Fact fact, Landed landed, LocalDate first, LocalDate last, RangeRequest request) {
    if (!landed.relations().contains(fact.relation())) {
      return spark.createDataFrame(List.<Row>of(), fact.schema(landed.userId()));
    }
    return store.read(fact, fact.schema(landed.userId()), stored(fact, first, last, request));
  }

  /**
   * The versions of a fact for the days of these that are part of history. Each day has one, also
   * when nothing happened; a day without any is not a day on which nothing happened.
   */
  private List<FactVersion> stored(
      Fact fact, LocalDate first, LocalDate last, RangeRequest request) {
    LocalDate from = first.isBefore(request.sourceFirstDay()) ? request.sourceFirstDay() : first;
    if (last.isBefore(from)) {
      return List.of();
    }
    List<FactVersion> versions = standing.between(fact.table(), from, last);
    long days = ChronoUnit.DAYS.between(from, last) + 1;
    if (versions.size() != days) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "There are facts of %s for %d of the %d days from %s to %s: the source has not always given %s. Build them: metrics backfill --from %s --to %s"
              .formatted(
                  fact.table(),
                  versions.size(),
                  days,
                  from,
                  last,
                  fact.relation(),
                  request.sourceFirstDay(),
                  request.lastDay()));
    }
    return versions;
  }

  private void empty(String view, StructType schema) {
    spark.createDataFrame(List.<Row>of(), schema).createOrReplaceTempView(view);
  }
}
