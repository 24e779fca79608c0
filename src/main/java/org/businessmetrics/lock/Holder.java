package org.businessmetrics.lock;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.businessmetrics.ledger.Store;

/** Who holds the lock, in words. */
final class Holder {
  private Holder() {}

  static String describe(Store store, Statement statement, long key) throws SQLException {
    String session = session(store, statement, key);
    String run = run(store, statement);
    return run.isEmpty() ? session : session + ", " + run;
  }

  private static String session(Store store, Statement statement, long key) throws SQLException {
    String sql = store.sql("lock_holder", Map.of("key", Long.toString(key)));
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "it ended this instant";
    }
  }

  private static String run(Store store, Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("select to_regclass('pipeline.runs') is not null")) {
      if (!row.next() || !row.getBoolean(1)) {
        return "";
      }
    }
    try (ResultSet row = statement.executeQuery(store.sql("running_run"))) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
