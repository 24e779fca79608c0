package org.businessmetrics.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.source.canonical.Canonical;
import org.businessmetrics.source.canonical.CanonicalColumn;
import org.businessmetrics.source.canonical.Relation;
import org.businessmetrics.source.copy.CopyDataSource;
import org.businessmetrics.source.copy.CopySpec;
import org.businessmetrics.source.copy.TimeCuts;
import org.businessmetrics.source.postgres.PostgresErrors;
import org.businessmetrics.source.postgres.RelationQuery;
import org.businessmetrics.source.postgres.SnapshotProbe;
import org.businessmetrics.source.postgres.SourceConnections;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exported snapshot. Its transaction stays open, so that others may import it. */
final class PostgresSnapshot implements SourceSnapshot {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresSnapshot.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PostgresSource source;
  private final Connection exporter;
  private final String exported;
  private final String id;
  private final Instant takenAt;
  private final Map<String, RelationQuery> described = new HashMap<>();
  private final ReadCounts counts = new ReadCounts();

  private PostgresSnapshot(
      PostgresSource source, Connection exporter, String exported, String id, Instant takenAt) {
    this.source = source;
    this.exporter = exporter;
    this.exported = exported;
    this.id = id;
    this.takenAt = takenAt;
  }

  static PostgresSnapshot open(PostgresSource source) {
    PostgresSnapshot snapshot;
    try {
      Connection exporter = SourceConnections.open(source.address(), "business-metrics snapshot");
      try {
        snapshot = export(source, exporter);
      } catch (SQLException e) {
        exporter.close();
        throw e;
      }
    } catch (SQLException e) {
      throw PostgresErrors.failure(e, source.address(), "exporting a snapshot");
    }
    try {
      SnapshotProbe.prove(snapshot.exported, snapshot.id, source.address());
      return snapshot;
    } catch (Failure e) {
      snapshot.close();
      throw e;
    }
  }

  private static PostgresSnapshot export(PostgresSource source, Connection exporter)
      throws SQLException {
    exporter.setAutoCommit(false);
    try (Statement statement = exporter.createStatement()) {
      statement.execute("set transaction isolation level repeatable read, read only");
      // now() is the transaction's start, just before the snapshot: all that was committed by
      // then is in it.
      try (ResultSet rows =
          statement.executeQuery(
              "select pg_export_snapshot(), pg_current_snapshot()::text, now()")) {
        rows.next();
        return new PostgresSnapshot(
            source,
            exporter,
            rows.getString(1),
            rows.getString(2),
            rows.getObject(3, OffsetDateTime.class).toInstant());
      }
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Instant takenAt() {
    return takenAt;
  }

  @Override
  public Dataset<Row> read(
      SparkSession spark, String relation, Optional<TimeRange> range, int partitions) {
    RelationQuery query = describe(relation);
    Relation canonical = Canonical.relation(relation);
    List<CanonicalColumn> columns = query.columns();
    CopySpec spec =
        new CopySpec(
            source.address(),
            exported,
            readerName(),
            relation,
            query.place(),
            query.select(columns),
            canonical.keyColumn(),
            columns.stream()
                .filter(CanonicalColumn::needsValue)
                .map(CanonicalColumn::name)
                .toList(),
            cuts(canonical, columns, range, partitions));
    List<String> uuids = columns.stream().map(CanonicalColumn::name).filter(query::isUuid).toList();
    Dataset<Row> raw =
        spark
            .read()
            .format(CopyDataSource.class.getName())
            .schema(RelationFrame.schema(columns, uuids))
            .options(spec.toOptions())
            .load();
    return RelationFrame.shape(counts.of(raw, relation, range), canonical, source.settings());
  }

  @Override
  public void requireAllRead() {
    counts.require(
        this::count,
        "A source's query must give every session the same rows: look for now(), random(), tablesample, or a limit without an order in it; else run again.");
  }

  private ReadCounts.Totals count(String relation, Optional<TimeRange> range) {
    RelationQuery query = describe(relation);
    List<String> amounts = query.amounts();
    try (Statement statement = exporter.createStatement();
        ResultSet found =
            statement.executeQuery(query.totals(amounts) + where(relation, query, range))) {
      found.next();
      Map<String, BigDecimal> byColumn = new HashMap<>();
      for (int i = 0; i < amounts.size(); i++) {
        @Nullable BigDecimal sum = found.getBigDecimal(i + 2);
        byColumn.put(amounts.get(i), sum == null ? BigDecimal.ZERO : sum);
      }
      return new ReadCounts.Totals(found.getLong(1), byColumn);
    } catch (SQLException e) {
      throw PostgresErrors.failure(
          e, source.address(), "counting %s (%s)".formatted(relation, query.place()));
    }
  }

  /**
   * The most rows that the server's planner expects anywhere on the way: of what comes out in the
   * end it knows little where a query ranks or compares rows.
   */
  @Override
  public long about(String relation, Optional<TimeRange> range) {
    RelationQuery query = describe(relation);
    try (Statement statement = exporter.createStatement();
        ResultSet plan =
            statement.executeQuery(
                "explain (format json) %s%s"
                    .formatted(query.select(query.columns()), where(relation, query, range)))) {
      plan.next();
      return JSON.readTree(plan.getString(1)).findValues("Plan Rows").stream()
          .mapToLong(JsonNode::asLong)
          .max()
          .orElseThrow();
    } catch (SQLException e) {
      throw PostgresErrors.failure(
          e, source.address(), "planning to read %s (%s)".formatted(relation, query.place()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A plan that is no JSON", e);
    }
  }

  /** All that {@link #read} reads of the range, in one piece. */
  private static String where(String relation, RelationQuery query, Optional<TimeRange> range) {
    return cuts(Canonical.relation(relation), query.columns(), range, 1).stream()
        .collect(Collectors.joining(") or (", " where (", ")"));
  }

  private static List<String> cuts(
      Relation relation, List<CanonicalColumn> given, Optional<TimeRange> range, int partitions) {
    if (range.isEmpty() || relation.timeColumns().isEmpty()) {
      return TimeCuts.whole();
    }
    List<String> names = given.stream().map(CanonicalColumn::name).toList();
    return TimeCuts.of(
        relation.timeColumns().stream().filter(names::contains).toList(),
        range.get().from(),
        range.get().until(),
        partitions);
  }

  @Override
  public long copy(String relation, Optional<String> where, OutputStream csv) {
    RelationQuery query = describe(relation);
    String select = query.selectAll() + where.map(condition -> " where " + condition).orElse("");
    try {
      return exporter
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("copy (%s) to stdout (format csv)".formatted(select), csv);
    } catch (SQLException e) {
      throw PostgresErrors.failure(
          e, source.address(), "copying %s (%s)".formatted(relation, query.place()));
    } catch (IOException e) {
      throw new Failure(ExitCode.SYSTEM, "Can't write the copy of " + relation, e);
    }
  }

  /** Asked once: within the snapshot the answer stays. */
  private RelationQuery describe(String relation) {
    return described.computeIfAbsent(relation, this::ask);
  }

  private RelationQuery ask(String relation) {
    var sql = source.sql(relation);
    try {
      return RelationQuery.describe(exporter, sql);
    } catch (SQLException e) {
      throw PostgresErrors.failure(
          e, source.address(), "reading %s (%s)".formatted(relation, sql.file()));
    }
  }

  private String readerName() {
    return "business-metrics reader " + exported;
  }

  @Override
  public void close() {
    try (exporter;
        PreparedStatement readers =
            exporter.prepareStatement(
                "select pg_cancel_backend(pid) from pg_stat_activity"
                    + " where application_name = ? and usename = current_user")) {
      exporter.rollback();
      readers.setString(1, readerName());
      readers.execute();
      exporter.rollback();
    } catch (SQLException e) {
      // The server ended the transaction already; there is nothing left to free.
      LOG.debug("Closing the source's snapshot {}", id, e);
    }
  }
}
