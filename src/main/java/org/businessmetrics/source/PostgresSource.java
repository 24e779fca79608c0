package org.businessmetrics.source;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.source.canonical.Canonical;
import org.businessmetrics.source.canonical.ContractReport;
import org.businessmetrics.source.postgres.Grants;
import org.businessmetrics.source.postgres.PostgresContract;
import org.businessmetrics.source.postgres.PostgresErrors;
import org.businessmetrics.source.postgres.SourceConnections;
import org.businessmetrics.source.postgres.SourceSql;

/** A PostgreSQL server, read through a folder of SQL files; see {@link Source#postgres}. */
public final class PostgresSource implements Source {
  private static final String APPLICATION = "business-metrics";

  private final SourceFolder folder;
  private final DatabaseAddress address;
  private final SourceSettings settings;

  PostgresSource(Path sqlFolder, DatabaseAddress address, SourceSettings settings) {
    this.folder = new SourceFolder(sqlFolder, ".sql");
    this.address = address;
    this.settings = settings;
  }

  @Override
  public Set<String> relations() {
    return folder.relations();
  }

  @Override
  public List<String> checkContract() {
    ContractReport report = new ContractReport();
    folder.check(report, Set.of(Grants.FILE));
    settings.activityWhere().ifPresent(predicate -> ActivityPredicate.check(predicate, report));
    PostgresContract contract = new PostgresContract(address, new Grants(folder.path()), report);
    try (Connection connection = SourceConnections.open(address, APPLICATION)) {
      for (String relation : relations()) {
        contract.check(connection, sql(relation));
      }
    } catch (SQLException e) {
      throw PostgresErrors.failure(e, address, "checking its contract");
    }
    return report.finish();
  }

  @Override
  public Optional<Instant> firstInstant() {
    return folder.firstInstant((name, column) -> extreme(name, column, "min", "< 'infinity'"));
  }

  @Override
  public Optional<Instant> newest(String relation, Instant notAfter) {
    return extreme(
        relation,
        SourceFolder.newestColumn(relation),
        "max",
        "<= " + SourceSql.literal(notAfter.toString()) + "::timestamptz");
  }

  private Optional<Instant> extreme(String name, String of, String function, String bound) {
    String column = SourceSql.quoted(of);
    return instant(
        "select %s(%s) from %s where %s > '-infinity' and %s %s"
            .formatted(function, column, sql(name).asSubquery(), column, column, bound),
        "looking for the %s time of %s".formatted(function, name));
  }

  @Override
  public Instant replayedUntil(Instant now) {
    Optional<Instant> replayed =
        instant(
            "select case when pg_is_in_recovery() then"
                + " coalesce(pg_last_xact_replay_timestamp(), to_timestamp(0)) end",
            "asking for its replay time");
    return replayed.orElse(now);
  }

  @Override
  public PostgresSnapshot snapshot(Instant now) {
    return PostgresSnapshot.open(this);
  }

  private Optional<Instant> instant(String query, String doing) {
    try (Connection connection = SourceConnections.open(address, APPLICATION);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return Optional.ofNullable(rows.getObject(1, OffsetDateTime.class))
          .map(OffsetDateTime::toInstant);
    } catch (SQLException e) {
      throw PostgresErrors.failure(e, address, doing);
    }
  }

  DatabaseAddress address() {
    return address;
  }

  SourceSettings settings() {
    return settings;
  }

  /** The SELECT of a relation with the job's values in it. */
  SourceSql sql(String relation) {
    return SourceSql.load(
        Canonical.relation(relation),
        folder.file(relation),
        Map.of(
            "zone", SourceSql.literal(settings.zone().getId()),
            "internal_email_domains", SourceSql.textArray(settings.internalEmailDomains()),
            "internal_user_ids", SourceSql.textArray(settings.internalUserIds())));
  }
}
