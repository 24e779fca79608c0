package org.businessmetrics.publish;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.Sql;
import org.businessmetrics.ledger.Store;
import org.postgresql.PGConnection;

/**
 * The memory of what the source overwrites: {@code pipeline.subscription_observations}, what the
 * nightly copies saw. A night that is not copied is lost for ever, so the copy is a transaction of
 * its own, taken before anything is computed. {@link HistoryMerge} makes the history of it.
 */
public final class SubscriptionHistory {
  /**
   * So many current subscriptions don't vanish overnight: a source without any is taken for a table
   * that was emptied or a grant that hides its rows.
   */
  private static final long TOO_MANY_TO_VANISH = 10;

  private final Store store;

  public SubscriptionHistory(Store store) {
    this.store = store;
  }

  /** What an empty source means. */
  public enum WhenEmpty {
    /** A fault, where the history holds 10 current subscriptions or more. */
    REFUSE,
    /** The truth: somebody looked. */
    CLOSE_ALL
  }

  /**
   * Copies, taking an empty source for a fault; see {@link #snapshot(InputStream, Instant,
   * LocalDate, Instant, WhenEmpty)}.
   */
  public Snapshot snapshot(InputStream csv, Instant takenAt, LocalDate day, Instant dayStart) {
    return snapshot(csv, takenAt, day, dayStart, WhenEmpty.REFUSE);
  }

  /**
   * Compares the source's subscriptions with what the last copy saw: what is the same is not
   * written; what changed gets a new row and the old one ends; what vanished ends. An instant not
   * after that of the last copy writes nothing, because the source can't be asked about the past.
   *
   * @param csv the canonical columns in their order, as PostgreSQL's COPY writes CSV, without
   *     header; read to its end, not closed
   * @param takenAt the instant whose state the rows are
   * @param day the last business day that was over at that instant
   * @param dayStart when it began: the copy says nothing about an earlier day
   * @throws Failure 65 where the rows are not readable or a subscription is there twice; 3 where
   *     there are none and the history holds many
   */
  public Snapshot snapshot(
      InputStream csv, Instant takenAt, LocalDate day, Instant dayStart, WhenEmpty whenEmpty) {
    try (Connection connection = store.connect("metrics subscription snapshot")) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        Snapshot snapshot = take(connection, statement, csv, takenAt, day, dayStart, whenEmpty);
        connection.commit();
        return snapshot;
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private Snapshot take(
      Connection connection,
      Statement statement,
      InputStream csv,
      Instant takenAt,
      LocalDate day,
      Instant dayStart,
      WhenEmpty whenEmpty)
      throws SQLException {
    statement.execute(store.sql("subscriptions/create_incoming"));
    long rows = copy(connection, csv);
    refuseDuplicates(statement);
    Map<String, String> values =
        Map.of(
            "taken_at", Sql.instant(takenAt),
            "day", Sql.day(day),
            "day_start", Sql.instant(dayStart),
            "rows", Long.toString(rows));
    if (Queries.number(statement, store.sql("subscriptions/count_not_before", values)) > 0) {
      return new Snapshot(false, rows, 0, 0, 0);
    }
    if (rows == 0 && whenEmpty == WhenEmpty.REFUSE) {
      refuseMassDisappearance(statement);
    }
    statement.execute(store.sql("subscriptions/compare", values));
    statement.execute(store.sql("subscriptions/end_rows", values));
    statement.execute(store.sql("subscriptions/insert_rows", values));
    statement.execute(store.sql("subscriptions/insert_snapshot", values));
    return new Snapshot(
        true,
        rows,
        count(statement, "added"),
        count(statement, "changed"),
        count(statement, "vanished"));
  }

  private static long count(Statement statement, String change) throws SQLException {
    return Queries.number(
        statement,
        "select count(*) from subscription_change where row_change = " + Sql.text(change));
  }

  private static long copy(Connection connection, InputStream csv) throws SQLException {
    try {
      return connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("copy incoming_subscription from stdin (format csv)", csv);
    } catch (SQLException e) {
      if (CopyErrors.isAboutValues(e)) {
        throw CopyErrors.unreadable("subscriptions", e);
      }
      throw e;
    } catch (IOException e) {
      throw CopyErrors.brokenOff("subscriptions", e);
    }
  }

  private void refuseDuplicates(Statement statement) throws SQLException {
    List<String> duplicates = Queries.texts(statement, store.sql("subscriptions/duplicates"));
    if (!duplicates.isEmpty()) {
      throw new Failure(
          ExitCode.SOURCE_CONTRACT,
          "The source gives subscription %s more than once (must be one row a subscription). Correct the source's subscriptions."
              .formatted(duplicates.get(0)));
    }
  }

  private void refuseMassDisappearance(Statement statement) throws SQLException {
    long current = Queries.number(statement, store.sql("subscriptions/count_current"));
    if (current >= TOO_MANY_TO_VANISH) {
      throw new Failure(
          ExitCode.REFUSED,
          "The source has no subscriptions at all, the history %d current ones; none was closed. Check the table and its grants; where it is really empty, accept it: --accept subscriptions_present:DAY --reason TEXT."
              .formatted(current));
    }
  }
}
