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
      return inEachTable(
          statement, userId, "forget/count_rows", sql -> Queries.number(statement, sql));
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
      Map<String, Long> deleted =
          inEachTable(statement, userId, "forget/delete_rows", statement::executeLargeUpdate);
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

  /** Tells of a statement how many rows it is about. */
  private interface Rows {
    long of(String sql) throws SQLException;
  }

  private Map<String, Long> inEachTable(
      Statement statement, String userId, String name, Rows counted) throws SQLException {
    Map<String, String> columns = new TreeMap<>();
    Queries.texts(statement, store.sql("forget/tables"))
        .forEach(table -> columns.put(table, "user_id"));
    columns.put(QUARANTINE, "row_key");
    Map<String, Long> rows = new TreeMap<>();
    for (Map.Entry<String, String> column : columns.entrySet()) {
      long count =
          counted.of(
              store.sql(
                  name,
                  Map.of(
                      "table", column.getKey(),
                      "column", column.getValue(),
                      "user_id", Sql.text(userId))));
      if (count > 0) {
        rows.put(column.getKey(), count);
      }
    }
    return rows;
  }
}
