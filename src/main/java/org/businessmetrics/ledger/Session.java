package org.businessmetrics.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Runs the ledger's statements, each call in a transaction and a connection of its own. */
final class Session {
  private final Store store;
  private final Jdbi jdbi;

  Session(Store store) {
    this.store = store;
    this.jdbi = Jdbi.create(() -> store.connect("metrics ledger"));
  }

  /** The answer of one transaction. */
  <T> T ask(Function<Handle, T> question) {
    try {
      return jdbi.<T, RuntimeException>inTransaction(question::apply);
    } catch (JdbiException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw store.failure(cause);
      }
      throw e;
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
}
