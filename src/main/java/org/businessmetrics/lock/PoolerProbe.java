package org.businessmetrics.lock;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.Store;

/**
 * Finds a pooler that shares backends between transactions: while a second connection sits in a
 * transaction, it would have to hand one of the two another backend than before.
 */
final class PoolerProbe {
  private PoolerProbe() {}

  static void refusePooler(Store store, Connection connection) throws SQLException {
    int before = backend(connection);
    try (Connection other = store.connect("metrics pooler probe")) {
      other.setAutoCommit(false);
      int others = backend(other);
      int after = backend(connection);
      if (before != after || before == others) {
        throw new Failure(
            ExitCode.CONFIGURATION,
            "%s is behind a pooler that hands out another backend between two statements, where the run lock can't be held. METRICS_DATABASE_URL must name PostgreSQL itself, or a pool in session mode."
                .formatted(store.address().display()));
      }
      other.rollback();
    }
  }

  private static int backend(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }
}
