package org.businessmetrics.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the ledger's statements, each call in a transaction of its own, and in a connection of its
 * own unless it is part of a larger piece of work.
 */
final class Session {
  private static final int ALIVE_SECONDS = 5;

  private final Store store;
  private final Jdbi jdbi;
  private final Connections connections = new Connections();

  Session(Store store) {
    this.store = store;
    this.jdbi = Jdbi.create(connections);
  }

  /** Does work whose calls share one connection, which is opened again when it breaks. */
  <T> T inOneConnection(Supplier<T> work) {
    connections.isKept = true;
    try {
      return work.get();
    } finally {
      connections.letGo();
    }
  }

  /** The answer of one transaction. */
  <T> T ask(Function<Handle, T> question) {
    try {
      return jdbi.<T, RuntimeException>inTransaction(question::apply);
    } catch (JdbiException e) {
      throw store.failure(e);
    }
  }

  /** One transaction without an answer. */
  void tell(Consumer<Handle> statements) {
    ask(
        handle -> {
          statements.accept(handle);
          return true;
        });
  }

  /** As the driver wants an instant. */
  static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private final class Connections implements ConnectionFactory {
    private final AtomicReference<@Nullable Connection> idle = new AtomicReference<>();
    private volatile boolean isKept;

    @Override
    public Connection openConnection() throws SQLException {
      Connection kept = idle.getAndSet(null);
      if (kept == null) {
        return store.connect("metrics ledger");
      }
      if (kept.isValid(ALIVE_SECONDS)) {
        return kept;
      }
      kept.close();
      return store.connect("metrics ledger");
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
      if (!isKept || connection.isClosed() || !idle.compareAndSet(null, connection)) {
        connection.close();
      }
    }

    void letGo() {
      isKept = false;
      Connection kept = idle.getAndSet(null);
      if (kept != null) {
        try {
          kept.close();
        } catch (SQLException alreadyGone) {
          // Nothing depends on it any more.
        }
      }
    }
  }
}
