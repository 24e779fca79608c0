package org.businessmetrics.publish;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.businessmetrics.ledger.FactVersion;
import org.businessmetrics.ledger.Sql;
import org.businessmetrics.ledger.Store;

/** Takes a user's id out of the pipeline's own tables. Published figures stay: they name nobody. */
public final class UserEraser {
  private static final String QUARANTINE = "pipeline.quarantine";

  private final Store store;

  public UserEraser(Store store) {
    this.store = store;
  }

  /** How many rows of each table are about the user; tables without any are left out. */
  public Map<String, Long> count(String userId) {
    try (Connection connection = store.connect("metrics forget");
        Statement statement = connection.createStatement()) {
      return inEachTable(statement, userId, "forget/count_rows");
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * Deletes the rows that are about the user and makes the files without him current, in one
   * transaction that also ends the run.
   *
   * @param versions the files that take the place of those of the same facts and days
   * @return how many rows were deleted, by table
   */
  public Map<String, Long> erase(
      UUID runId, String userId, List<FactVersion> versions, Instant at) {
    try (Connection connection = store.connect("metrics %s forget".formatted(runId));
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("set local lock_timeout = '1min'");
      Map<String, Long> deleted = inEachTable(statement, userId, "forget/delete_rows");
      if (!versions.isEmpty()) {
        statement.execute(
            store.sql(
                "publish/run_facts",
                Map.of("facts", Sql.list(versions, LedgerPublication::factRow))));
        statement.execute(store.sql("forget/replace_facts"));
        statement.execute(store.sql("publish/insert_facts"));
      }
      statement.execute(
          store.sql(
              "forget/close_run",
              Map.of("run_id", Sql.uuid(runId), "published_at", Sql.instant(at))));
      connection.commit();
      return deleted;
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private Map<String, Long> inEachTable(Statement statement, String userId, String sql)
      throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    for (String table : Queries.texts(statement, store.sql("forget/tables"))) {
      rows.put(table, execute(statement, sql, table, "user_id", userId));
    }
    rows.put(QUARANTINE, execute(statement, sql, QUARANTINE, "row_key", userId));
    rows.values().removeIf(count -> count == 0);
    return rows;
  }

  private long execute(Statement statement, String name, String table, String column, String userId)
      throws SQLException {
    String sql =
        store.sql(name, Map.of("table", table, "column", column, "user_id", Sql.text(userId)));
    return name.endsWith("count_rows")
        ? Queries.number(statement, sql)
        : statement.executeLargeUpdate(sql);
  }
}
