package org.businessmetrics.compute;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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

  /**
   * Builds and writes every fact that the source's relations allow; their views stand after it. The
   * subscriptions' spans must be a view before it, from the day before the facts on.
   */
  List<FactVersion> build(Landed landed, RangeRequest request) {
    LocalDate before = request.factsFrom().minusDays(1);
    Fact.STATES.forEach(state -> registerBase(state, before, landed, request));
    Map<String, Object> parameters =
        Map.of(
            "first_day", request.factsFrom(),
            "last_day", request.lastDay(),
            "is_beginning", request.factsFrom().equals(request.sourceFirstDay()),
            "read_to", request.readTo(),
            "has_accounts", landed.relations().contains("accounts"),
            "is_observed", request.isObserved());

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
              standing.between(
                  fact.table(),
                  fact.isKept() ? request.factsFrom() : request.readTo().plusDays(1),
                  request.lastDay()))
          .createOrReplaceTempView("standing_" + fact.table());
      List<FactVersion> written =
          store.writeDays(
              fact,
              statements.run(fact.table(), parameters),
              request.runId(),
              request.factsFrom().datesUntil(request.lastDay().plusDays(1)).toList());
      store.read(fact, schema, written).createOrReplaceTempView(fact.table());
      versions.addAll(written);
    }
    versions.addAll(writeStates(landed, request));
    for (Fact state : Fact.STATES) {
      after(state, request.lastDay()).createOrReplaceTempView(state.table());
    }
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
    Sizing.held(before.unionByName(spark.table(fact.table())))
        .createOrReplaceTempView(fact.table());
  }

  private List<FactVersion> writeStates(Landed landed, RangeRequest request) {
    List<FactVersion> versions = new ArrayList<>();
    if (request.stateDay().isBefore(request.factsFrom())) {
      return versions;
    }
    for (Fact state : Fact.STATES) {
      if (landed.relations().contains(state.relation())) {
        versions.add(
            store.writeState(
                state, after(state, request.stateDay()), request.runId(), request.stateDay()));
      }
    }
    return versions;
  }

  /** The state after a day: the base, folded with the facts that are views now. */
  private Dataset<Row> after(Fact state, LocalDate day) {
    return statements.run(state.table(), Map.of("day", day));
  }

  /**
   * The state after the day before the range: the latest that was kept, folded with the facts
   * since.
   */
  private void registerBase(Fact state, LocalDate before, Landed landed, RangeRequest request) {
    String base = "base_" + state.table();
    Optional<FactVersion> latest = standing.latest(state.table(), before);
    store
        .read(state, state.schema(landed.userId()), latest.stream().toList())
        .createOrReplaceTempView(base);
    LocalDate since =
        latest.map(version -> version.day().plusDays(1)).orElse(request.sourceFirstDay());
    if (!since.isAfter(before)) {
      for (Fact fact : state.folds()) {
        since(fact, landed, since, before, request).createOrReplaceTempView(fact.table());
      }
      Sizing.held(after(state, before)).createOrReplaceTempView(base);
    }
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
          "There are facts of %s for %d of the %d days from %s to %s: %s was not always given, or an earlier release did not keep them. Build them: metrics backfill --from %s --to %s"
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
