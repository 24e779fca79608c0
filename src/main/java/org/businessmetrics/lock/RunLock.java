package org.businessmetrics.lock;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.Store;

/**
 * The right to write: a session advisory lock on a connection of its own, held from start to end.
 * PostgreSQL frees it within milliseconds after the process dies, so that whoever holds it knows
 * that every run still called {@code running} is dead. It covers migrations too, and works on an
 * empty database.
 */
public final class RunLock implements AutoCloseable {
  /** "metrics" as a number; advisory locks are per database. */
  private static final long KEY = 0x6d657472696373L;

  private static final long DELIVERY_KEY = KEY + 1;

  private static final int LONGEST_APPLICATION_NAME = 63;
  private static final int MILLIS_TO_GIVE_UP = 5_000;

  private final Connection connection;

  private RunLock(Connection connection) {
    this.connection = connection;
  }

  /**
   * Takes the lock, or says at once who has it.
   *
   * @param job the job's name
   * @param host this machine
   * @param pid this process
   * @throws Failure 75 where somebody else holds it, naming him; 78 behind a pooler that hands out
   *     another backend between two statements, where no session lock can be trusted
   */
  public static RunLock acquire(Store store, String job, String host, long pid) {
    return acquire(
        store,
        KEY,
        applicationName(job, host, pid),
        "Another run is at work: %s. Nothing was written; the next tick of cron tries again.");
  }

  /**
   * Takes the right to send mail, which is another one: nobody waits for a mail server in order to
   * publish. Whoever holds it knows that a message still called {@code sending} is nobody's.
   *
   * @throws Failure 75 where somebody else holds it, naming him
   */
  public static RunLock acquireDelivery(Store store, String job, String host, long pid) {
    return acquire(
        store,
        DELIVERY_KEY,
        applicationName(job, host, pid),
        "Another process is sending mail: %s. Nothing was sent; the next tick of cron tries again.");
  }

  private static RunLock acquire(Store store, long key, String name, String taken) {
    Connection connection = store.connect(name);
    boolean acquired = false;
    try (Statement statement = connection.createStatement()) {
      PoolerProbe.refusePooler(store, connection);
      statement.execute("set idle_session_timeout = 0");
      if (!tryLock(statement, key)) {
        throw new Failure(
            ExitCode.TRY_AGAIN, taken.formatted(Holder.describe(store, statement, key)));
      }
      acquired = true;
      return new RunLock(connection);
    } catch (SQLException e) {
      throw store.failure(e);
    } finally {
      if (!acquired) {
        close(connection);
      }
    }
  }

  /** Whether the session that holds the lock is still alive. */
  public boolean isHeld() {
    try {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  /**
   * Lets nobody go on who has lost the lock. The server has not been restarted since it was taken
   * for a session that was open before this call and still is afterwards.
   *
   * @throws Failure 75
   */
  public void requireHeld() {
    if (!isHeld()) {
      throw new Failure(
          ExitCode.TRY_AGAIN,
          "The run lock was lost: its session ended, or the server was restarted. Nothing was changed; run again.");
    }
  }

  /**
   * Gives the lock up: whoever asks next has it, however long the server takes to end a session.
   */
  @Override
  public void close() {
    try (Statement statement = connection.createStatement()) {
      connection.setNetworkTimeout(Runnable::run, MILLIS_TO_GIVE_UP);
      statement.execute("select pg_advisory_unlock_all()");
    } catch (SQLException alreadyGone) {
      // The server frees the lock of a session that is gone.
    } finally {
      close(connection);
    }
  }

  private static boolean tryLock(Statement statement, long key) throws SQLException {
    try (ResultSet row = statement.executeQuery("select pg_try_advisory_lock(" + key + ")")) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static String applicationName(String job, String host, long pid) {
    String name = "metrics lock: %s, pid %d on %s".formatted(job, pid, host);
    return name.substring(0, Math.min(name.length(), LONGEST_APPLICATION_NAME));
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException alreadyGone) {
      // There is nothing left to close.
    }
  }
}
