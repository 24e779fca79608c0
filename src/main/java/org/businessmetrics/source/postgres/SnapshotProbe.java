package org.businessmetrics.source.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a second connection sees the exporter's snapshot. Behind a pooler or a load balancer
 * it may be handed to another transaction or another server, and would see another instant.
 */
public final class SnapshotProbe {
  private SnapshotProbe() {}

  /** Imports the snapshot over a new connection and compares what both see. */
  public static void prove(
      String exportedSnapshot, String seenByExporter, DatabaseAddress address) {
    String found;
    try (Connection importer =
        SourceConnections.openIn(exportedSnapshot, address, "business-metrics probe")) {
      found = seenBy(importer);
      importer.rollback();
    } catch (SQLException e) {
      if (isRefusedImport(e)) {
        throw shared("the server knows no such snapshot (%s)".formatted(e.getSQLState()), e);
      }
      throw PostgresErrors.failure(e, address, "importing the snapshot");
    }
    if (!found.equals(seenByExporter)) {
      throw shared("it sees %s instead of %s".formatted(found, seenByExporter), null);
    }
  }

  /** What a connection's snapshot contains, in PostgreSQL's notation xmin:xmax:in progress. */
  public static String seenBy(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select pg_current_snapshot()::text")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static boolean isRefusedImport(SQLException e) {
    String state = PostgresErrors.state(e);
    return state.equals("22023")
        || state.equals("42704")
        || state.equals("0A000")
        || state.equals("55000");
  }

  private static Failure shared(String why, @Nullable SQLException cause) {
    return new Failure(
        ExitCode.CONFIGURATION,
        "A second connection to the source does not share the first one's snapshot: %s.\nPoint METRICS_SOURCE_URL at the server itself, not at a transaction pooler or a load balancer."
            .formatted(why),
        cause);
  }
}
