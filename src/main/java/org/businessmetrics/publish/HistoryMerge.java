package org.businessmetrics.publish;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.businessmetrics.config.PriceLine;
import org.businessmetrics.config.Sha256;
import org.businessmetrics.ledger.Sql;
import org.businessmetrics.ledger.Store;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * Makes {@code metrics.subscription_history} of what the nightly copies saw and of the changes that
 * the source remembers: what happened before the first copy and between two copies, priced by the
 * price book. Each subscription that anything new is known of is worked out anew and compared with
 * what the history holds, so that merging again changes nothing, in whatever order and however
 * often changes arrive.
 */
public final class HistoryMerge {
  private final Store store;

  public HistoryMerge(Store store) {
    this.store = store;
  }

  /** Writes the rows of a canonical relation as PostgreSQL's COPY reads CSV, without header. */
  @FunctionalInterface
  public interface Rows {
    void writeTo(OutputStream csv);
  }

  /**
   * What is merged.
   *
   * @param now the instant of which it is the knowledge
   * @param replay whether {@code now} is made up: then what is later is not read at all
   * @param subscriptions whether the source gives subscriptions
   * @param changes the source's changes, where it has them
   * @param payments its payments; asked for in the first merge only
   * @param accounts its accounts, so that internal ones are remembered
   * @param internalUserIds accounts that the job calls internal
   */
  public record Input(
      UUID runId,
      Instant now,
      boolean replay,
      ZoneId zone,
      List<PriceLine> priceBook,
      boolean subscriptions,
      Optional<Rows> changes,
      Optional<Rows> payments,
      Optional<Rows> accounts,
      List<String> internalUserIds) {
    public Input {
      internalUserIds = List.copyOf(internalUserIds);
      priceBook = List.copyOf(priceBook);
    }
  }

  /** The instant of the last merge. */
  public Optional<Instant> last() {
    try (Connection connection = store.connect("metrics history");
        Statement statement = connection.createStatement()) {
      return last(statement);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * Merges, in one transaction. Knowledge of an instant before that of the last merge is not
   * merged: the past is not known any worse for it.
   *
   * @throws org.businessmetrics.config.Failure 65 where changes or payments can't be read
   */
  public Merged merge(Input input) {
    try (Connection connection = store.connect("metrics history")) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        Optional<Instant> last = last(statement);
        if (last.isPresent() && last.get().isAfter(input.now())) {
          return Merged.NOTHING;
        }
        Merged merged = merge(connection, statement, input, last);
        connection.commit();
        return merged;
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private Merged merge(
      Connection connection, Statement statement, Input input, Optional<Instant> last)
      throws SQLException {
    statement.execute("set local work_mem = '256MB'");
    statement.execute("set local jit = off");
    Map<String, String> values = new HashMap<>();
    values.put("run_id", Sql.uuid(input.runId()));
    values.put("now", Sql.instant(input.now()));
    values.put("is_replay", Boolean.toString(input.replay()));
    values.put("knows_subscriptions", Boolean.toString(input.subscriptions()));
    values.put("zone", Sql.text(input.zone().getId()));
    String priceBook = sha256(input.priceBook());
    values.put("price_book", Sql.text(priceBook));
    boolean isFull = last.isEmpty() || !priceBook.equals(lastPriceBook(statement));
    values.put("is_full", Boolean.toString(isFull));
    values.put("since", last.map(Sql::instant).orElse("timestamptz '-infinity'"));

    loadPriceBook(statement, input.priceBook());
    run(statement, values, "create_incoming_changes");
    long read = copy(connection, "incoming_change", "subscription_changes", input.changes());
    run(statement, values, "judge_changes");
    run(statement, values, "keep_changes");
    long fresh =
        Queries.number(statement, "select coalesce(sum(changes), 0) from touched_by_change");
    if (last.isEmpty() && input.payments().isPresent()) {
      run(statement, values, "create_incoming_payments");
      copy(connection, "incoming_payment", "payments", input.payments());
      run(statement, values, "keep_invoices");
    }
    rememberInternal(connection, statement, values, input);
    work(statement, values);
    long added = difference(statement, "'added', 'replaced'");
    long superseded = difference(statement, "'dropped', 'replaced'");
    int differences = statement.executeUpdate(store.sql("history/reconcile", values));
    run(statement, values, "reject");
    values.put("changes_read", Long.toString(read));
    values.put("changes_new", Long.toString(fresh));
    values.put("rows_added", Long.toString(added));
    values.put("rows_superseded", Long.toString(superseded));
    run(statement, values, "insert_merge");
    return new Merged(
        true,
        read,
        fresh,
        added,
        superseded,
        rejected(statement, "is_unusable"),
        rejected(statement, "not is_unusable"),
        Queries.texts(statement, store.sql("history/rejected_examples")),
        differences);
  }

  private void rememberInternal(
      Connection connection, Statement statement, Map<String, String> values, Input input)
      throws SQLException {
    values.put(
        "internal_ids",
        "array[%s]::text[]".formatted(Sql.list(input.internalUserIds(), Sql::text)));
    run(statement, values, "create_incoming_accounts");
    copy(connection, "incoming_account", "accounts", input.accounts());
    run(statement, values, "forget_internal");
    run(statement, values, "keep_internal");
  }

  /** Works out the touched subscriptions and writes what differs. */
  private void work(Statement statement, Map<String, String> values) throws SQLException {
    run(statement, values, "touched");
    statement.execute("analyze touched");
    run(statement, values, "changes");
    price(statement, values, "change_state", "change_priced");
    statement.execute("create index on change_priced (subscription_id, origin, nth)");
    statement.execute("analyze change_priced");
    run(statement, values, "uses");
    statement.execute("create index on used_change (subscription_id, nth)");
    statement.execute("analyze used_change");
    run(statement, values, "marks");
    run(statement, values, "standing");
    statement.execute("analyze standing");
    for (String step : List.of("seen_states", "first_states", "past_states", "other_states")) {
      run(statement, values, step);
    }
    price(statement, values, "other_state", "other_priced");
    run(statement, values, "history");
    run(statement, values, "compare");
    values.put(
        "recorded_at",
        "timestamptz "
            + Sql.text(Queries.texts(statement, store.sql("history/recorded_at", values)).get(0)));
    for (String step : List.of("supersede", "end_rows", "insert_rows")) {
      run(statement, values, step);
    }
  }

  private void price(Statement statement, Map<String, String> values, String states, String target)
      throws SQLException {
    values.put("states", states);
    values.put("target", target);
    run(statement, values, "price");
  }

  private void run(Statement statement, Map<String, String> values, String step)
      throws SQLException {
    statement.execute(store.sql("history/" + step, values));
  }

  private static Optional<Instant> last(Statement statement) throws SQLException {
    try (var row =
        statement.executeQuery("select max(merged_at) from pipeline.subscription_merges")) {
      row.next();
      return Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
          .map(OffsetDateTime::toInstant);
    }
  }

  private static String lastPriceBook(Statement statement) throws SQLException {
    return Queries.texts(
            statement,
            "select price_book_sha256 from pipeline.subscription_merges order by merged_at desc limit 1")
        .get(0);
  }

  private static long difference(Statement statement, String kinds) throws SQLException {
    return Queries.number(
        statement, "select count(*) from difference where kind in (%s)".formatted(kinds));
  }

  private static long rejected(Statement statement, String which) throws SQLException {
    return Queries.number(statement, "select count(*) from rejected_change where " + which);
  }

  private void loadPriceBook(Statement statement, List<PriceLine> book) throws SQLException {
    statement.execute(store.sql("history/create_price_book"));
    if (!book.isEmpty()) {
      statement.execute(
          "insert into price_book values " + Sql.list(book, HistoryMerge::priceBookRow));
    }
  }

  private static String priceBookRow(PriceLine line) {
    return "(%s, %s, %s, %s, %d, %s, %s)"
        .formatted(
            Sql.text(line.plan()),
            Sql.text(line.currency()),
            line.amount().toPlainString(),
            Sql.text(line.interval().name().toLowerCase(Locale.ROOT)),
            line.intervalCount(),
            Sql.day(line.validFrom()),
            line.priceId().map(Sql::text).orElse("null"));
  }

  private static String sha256(List<PriceLine> book) {
    return Sha256.of(Sql.joined(book, "\n", HistoryMerge::priceBookRow));
  }

  /** Straight from one server to the other; what breaks off in between is rolled back. */
  private static long copy(
      Connection connection, String table, String relation, Optional<Rows> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return 0;
    }
    try (PGCopyOutputStream out =
        new PGCopyOutputStream(
            connection.unwrap(PGConnection.class),
            "copy %s from stdin (format csv)".formatted(table))) {
      rows.get().writeTo(out);
      return out.endCopy();
    } catch (SQLException e) {
      if (CopyErrors.isAboutValues(e)) {
        throw CopyErrors.unreadable(relation, e);
      }
      throw e;
    } catch (IOException e) {
      if (e.getCause() != null && CopyErrors.isAboutValues(e.getCause())) {
        throw CopyErrors.unreadable(relation, e.getCause());
      }
      throw CopyErrors.brokenOff(relation, e);
    }
  }
}
