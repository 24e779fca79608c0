package org.businessmetrics.publish;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.businessmetrics.ledger.Sql;
import org.businessmetrics.ledger.StagedRates;
import org.businessmetrics.ledger.Store;

/** Publishes the staged rates, inside the caller's transaction. */
final class RatesPublication {
  private final Store store;
  private final Statement statement;
  private final Map<String, String> placeholders;

  RatesPublication(Store store, Statement statement, Publication publication, StagedRates rates) {
    this.store = store;
    this.statement = statement;
    this.placeholders = new HashMap<>(rates.placeholders());
    placeholders.put("published_at", Sql.instant(publication.publishedAt()));
    placeholders.put("cause", Sql.text(publication.otherwise().word()));
  }

  void write(RowCounts counts) throws SQLException {
    counts.restatements += update("publish/restate_rates");
    update("publish/touch_days_of_rates");
    counts.changed += update("publish/update_rates");
    update("publish/finalize_rates");
    counts.added += update("publish/insert_rates");
  }

  private long update(String name) throws SQLException {
    return statement.executeLargeUpdate(store.sql(name, placeholders));
  }
}
