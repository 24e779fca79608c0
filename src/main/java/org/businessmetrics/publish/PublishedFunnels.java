package org.businessmetrics.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.businessmetrics.ledger.Store;

/** What the funnels asked on the entry days that stand published. */
public final class PublishedFunnels {
  private final Store store;

  public PublishedFunnels(Store store) {
    this.store = store;
  }

  /** Makes something of an entry day. */
  public interface Reader<T> {
    T read(String funnel, LocalDate entryDay, String definition);
  }

  /** The entry days from first to last, oldest first. */
  public <T> List<T> between(LocalDate first, LocalDate last, Reader<T> reader) {
    try (Connection connection = store.connect("metrics funnels");
        PreparedStatement statement =
            connection.prepareStatement(store.sql("publish/standing_funnels"))) {
      statement.setObject(1, first);
      statement.setObject(2, last);
      List<T> cohorts = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          cohorts.add(
              reader.read(
                  Objects.requireNonNull(rows.getString("funnel")),
                  Objects.requireNonNull(rows.getObject("entry_day", LocalDate.class)),
                  Objects.requireNonNull(rows.getString("definition"))));
        }
      }
      return cohorts;
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }
}
