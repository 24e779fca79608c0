package org.businessmetrics.publish;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.businessmetrics.config.PriceLine;
import org.businessmetrics.config.PriceLine.Interval;
import org.businessmetrics.ledger.MigratedStore;
import org.businessmetrics.publish.SubscriptionHistory.WhenEmpty;

/**
 * A source of subscriptions that changes from night to night, and the history that is made of it.
 * Days are those of a zone; a night falls one hour after the day.
 */
final class SubscriptionStory {
  private static final List<String> COLUMNS =
      List.of(
          "subscription_id",
          "user_id",
          "status",
          "plan",
          "currency",
          "amount",
          "interval",
          "interval_count",
          "quantity",
          "started_at",
          "current_period_end",
          "cancel_at_period_end",
          "cancel_requested_at",
          "canceled_at",
          "ended_at",
          "price_id",
          "cancellation_reason",
          "trial_start",
          "trial_end",
          "discount_amount",
          "updated_at");

  private final MigratedStore database = MigratedStore.create();
  private final SubscriptionHistory copies = new SubscriptionHistory(database.store());
  private final HistoryMerge merge = new HistoryMerge(database.store());
  private final Map<String, String> rows = new LinkedHashMap<>();
  private final List<String> changes = new ArrayList<>();
  private final List<String> payments = new ArrayList<>();
  private final List<String> accounts = new ArrayList<>();
  private final ZoneId zone;
  private List<PriceLine> priceBook =
      List.of(price("basic", "9.99", Interval.MONTH), price("premium", "19.99", Interval.MONTH));
  private boolean hasChanges = true;

  SubscriptionStory() {
    this(ZoneOffset.UTC);
  }

  SubscriptionStory(ZoneId zone) {
    this.zone = zone;
  }

  static PriceLine price(String plan, String amount, Interval interval) {
    return new PriceLine(
        plan, "USD", new BigDecimal(amount), interval, 1, LocalDate.EPOCH, Optional.empty());
  }

  MigratedStore database() {
    return database;
  }

  SubscriptionStory priceBook(PriceLine... lines) {
    priceBook = List.of(lines);
    return this;
  }

  SubscriptionStory withoutChanges() {
    hasChanges = false;
    return this;
  }

  /** A state: {@code key=value} for the columns that matter, divided by spaces. */
  static Map<String, String> state(String id, String values) {
    Map<String, String> state = new LinkedHashMap<>();
    state.put("subscription_id", id);
    state.put("user_id", "u-" + id);
    for (String value : values.strip().split(" +", -1)) {
      int cut = value.indexOf('=');
      state.put(value.substring(0, cut), value.substring(cut + 1));
    }
    return state;
  }

  /** What the source's row of the subscription says from now on. */
  SubscriptionStory row(String id, String values) {
    rows.put(id, csv(state(id, values)));
    return this;
  }

  SubscriptionStory delete(String id) {
    rows.remove(id);
    return this;
  }

  /** A change that the source remembers; it arrives when it happens. */
  SubscriptionStory change(String changeId, String at, String id, String values) {
    return change(changeId, at, at, id, values);
  }

  SubscriptionStory change(String changeId, String at, String arrives, String id, String values) {
    Map<String, String> state = state(id, values);
    state.putIfAbsent("updated_at", arrives);
    state.putIfAbsent("started_at", at);
    changes.add(changeId + "," + at + "," + csv(state));
    return this;
  }

  SubscriptionStory rawChange(String csv) {
    changes.add(csv);
    return this;
  }

  SubscriptionStory invoice(String id, String subscription, String from, String to, String amount) {
    payments.add(
        "%s,u-%s,%s,,%s,charge,succeeded,%s,USD,%s,%s"
            .formatted(id, subscription, subscription, from, amount, from, to));
    return this;
  }

  SubscriptionStory account(String user, boolean internal) {
    accounts.add("%s,2025-01-01T00:00:00Z,%s".formatted(user, internal));
    return this;
  }

  SubscriptionStory forgetAccounts() {
    accounts.clear();
    return this;
  }

  /** The night after a day. */
  Merged night(String day) {
    LocalDate date = LocalDate.parse(day);
    return at(date.plusDays(1).atStartOfDay(zone).plusHours(1).toInstant(), date);
  }

  Merged at(Instant now, LocalDate day) {
    copies.snapshot(
        new ByteArrayInputStream(text(new ArrayList<>(rows.values()))),
        now,
        day,
        day.atStartOfDay(zone).toInstant(),
        WhenEmpty.CLOSE_ALL);
    return merge(now);
  }

  Merged merge(Instant now) {
    UUID run = database.startRun(LocalDate.EPOCH, LocalDate.EPOCH);
    return merge.merge(
        new HistoryMerge.Input(
            run,
            now,
            true,
            zone,
            priceBook,
            true,
            hasChanges ? Optional.of(rows(changes)) : Optional.empty(),
            Optional.of(rows(payments)),
            Optional.of(rows(accounts)),
            List.of()));
  }

  /** The history that is believed. */
  List<String> history(String columns) {
    return database.rows(
        "select %s from metrics.subscription_history where superseded_at is null order by subscription_id, valid_from"
            .formatted(columns));
  }

  /** The runs of days, as metrics read them. */
  List<String> spans(String columns, String lastDay) {
    return spans(columns, lastDay, "");
  }

  /** With something joined to them. */
  List<String> spans(String columns, String lastDay, String joined) {
    return database.rows(
        "select %s from (%s) as span %s order by subscription_id, %s"
            .formatted(
                columns,
                query("2020-01-01", lastDay, "infinity"),
                joined,
                joined.isEmpty() ? "span.first_day" : "2"));
  }

  /** What is made of the runs that fit, in groups, as a night with that last day sees them. */
  List<String> figures(String columns, LocalDate lastDay, String where, String groupBy) {
    return database.rows(
        "select %s from (%s) as span where %s group by %s order by %s"
            .formatted(
                columns,
                query("2020-01-01", lastDay.toString(), "infinity"),
                where,
                groupBy,
                groupBy));
  }

  /** As they were known at an instant. */
  List<String> spansKnown(String columns, String lastDay, String knownAt) {
    return database.rows(
        "select %s from (%s) as span order by subscription_id, first_day"
            .formatted(columns, query("2020-01-01", lastDay, knownAt)));
  }

  private String query(String windowStart, String lastDay, String knownAt) {
    return database
        .store()
        .sql(
            "history/spans",
            Map.of(
                "zone", "'" + zone + "'",
                "window_start", "date '" + windowStart + "'",
                "last_day", "date '" + lastDay + "'",
                "known_at", "timestamptz '" + knownAt + "'",
                "confirmed", hasChanges ? "'events'" : "'assumed'",
                "id_type", "text"));
  }

  List<String> quarantine() {
    return database.rows(
        "select source_table, row_key, reason from pipeline.quarantine order by id");
  }

  private static HistoryMerge.Rows rows(List<String> lines) {
    return out -> {
      try {
        out.write(text(lines));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static byte[] text(List<String> lines) {
    String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String csv(Map<String, String> state) {
    for (String key : state.keySet()) {
      if (!COLUMNS.contains(key)) {
        throw new IllegalArgumentException(key);
      }
    }
    return String.join(",", COLUMNS.stream().map(name -> state.getOrDefault(name, "")).toList());
  }
}
