package org.businessmetrics.source.canonical;

import static org.businessmetrics.source.canonical.CanonicalColumn.Presence.NULLABLE;
import static org.businessmetrics.source.canonical.CanonicalColumn.Presence.OPTIONAL;
import static org.businessmetrics.source.canonical.CanonicalColumn.Presence.REQUIRED;
import static org.businessmetrics.source.canonical.ColumnType.BOOLEAN;
import static org.businessmetrics.source.canonical.ColumnType.DECIMAL;
import static org.businessmetrics.source.canonical.ColumnType.ID;
import static org.businessmetrics.source.canonical.ColumnType.INSTANT;
import static org.businessmetrics.source.canonical.ColumnType.INTEGER;
import static org.businessmetrics.source.canonical.ColumnType.TEXT;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.businessmetrics.source.canonical.CanonicalColumn.Presence;

/** The canonical relations. Nothing behind a source knows any other shape. */
public final class Canonical {
  public static final String ACCOUNTS = "accounts";
  public static final String ACTIVITY = "activity";
  public static final String EVENTS = "events";
  public static final String FUNNELS = "funnels";
  public static final String PAYMENTS = "payments";
  public static final String PAYMENT_ATTEMPTS = "payment_attempts";
  public static final String SUBSCRIPTIONS = "subscriptions";
  public static final String SUBSCRIPTION_CHANGES = "subscription_changes";

  /** Added to every relation by its reader: what names the row. */
  public static final String ROW_KEY = "row_key";

  /** Added to every relation by its reader: why the row can't be used. */
  public static final String ROW_ERROR = "row_error";

  private static final List<String> PRICED = List.of("plan", "price_id", "amount");

  private static final List<Relation> RELATIONS =
      List.of(
          timed(
              ACCOUNTS,
              "user_id",
              "signed_up_at",
              column("user_id", ID, REQUIRED),
              column("signed_up_at", INSTANT, REQUIRED),
              column("is_internal", BOOLEAN, OPTIONAL)),
          timed(
              ACTIVITY,
              "user_id",
              "occurred_at",
              column("user_id", ID, NULLABLE),
              column("occurred_at", INSTANT, REQUIRED),
              column("feature", TEXT, OPTIONAL),
              column("kind", TEXT, OPTIONAL)),
          timed(
              EVENTS,
              "event_id",
              "occurred_at",
              column("event_id", ID, REQUIRED),
              column("user_id", ID, NULLABLE),
              column("occurred_at", INSTANT, REQUIRED),
              column("event_name", TEXT, REQUIRED),
              column("funnel", TEXT, OPTIONAL),
              column("step", TEXT, OPTIONAL),
              column("session_id", TEXT, OPTIONAL)),
          new Relation(
              FUNNELS,
              List.of(
                  column("funnel", TEXT, REQUIRED),
                  column("position", INTEGER, REQUIRED),
                  column("step", TEXT, REQUIRED),
                  column("window_hours", INTEGER, OPTIONAL),
                  column("window", TEXT, OPTIONAL)),
              List.of("window_hours", "window"),
              "funnel",
              List.of(),
              Optional.empty()),
          new Relation(
              SUBSCRIPTIONS,
              subscriptionColumns().toList(),
              PRICED,
              "subscription_id",
              List.of(),
              Optional.of("updated_at")),
          new Relation(
              SUBSCRIPTION_CHANGES,
              Stream.concat(
                      Stream.of(
                          column("change_id", ID, REQUIRED),
                          column("changed_at", INSTANT, REQUIRED)),
                      subscriptionColumns())
                  .toList(),
              PRICED,
              "change_id",
              List.of("changed_at"),
              Optional.of("changed_at")),
          new Relation(
              PAYMENT_ATTEMPTS,
              List.of(
                  column("attempt_id", ID, REQUIRED),
                  column("user_id", ID, REQUIRED),
                  column("invoice_id", ID, OPTIONAL),
                  column("created_at", INSTANT, REQUIRED),
                  column("ended_at", INSTANT, OPTIONAL),
                  column("status", TEXT, REQUIRED),
                  column("amount", DECIMAL, REQUIRED),
                  column("currency", TEXT, REQUIRED),
                  column("origin", TEXT, REQUIRED)),
              List.of(),
              "attempt_id",
              List.of("ended_at", "created_at"),
              Optional.of("created_at")),
          timed(
              PAYMENTS,
              "payment_id",
              "occurred_at",
              column("payment_id", ID, REQUIRED),
              column("user_id", ID, REQUIRED),
              column("subscription_id", ID, OPTIONAL),
              column("invoice_id", ID, OPTIONAL),
              column("occurred_at", INSTANT, REQUIRED),
              column("kind", TEXT, REQUIRED),
              column("status", TEXT, REQUIRED),
              column("amount", DECIMAL, NULLABLE),
              column("currency", TEXT, REQUIRED),
              column("period_start", INSTANT, OPTIONAL),
              column("period_end", INSTANT, OPTIONAL)));

  private Canonical() {}

  /** Every canonical relation. */
  public static List<Relation> relations() {
    return RELATIONS;
  }

  /** The canonical relation of that name. */
  public static Optional<Relation> find(String name) {
    return RELATIONS.stream().filter(relation -> relation.name().equals(name)).findFirst();
  }

  /** The canonical relation of that name, which the caller knows to exist. */
  public static Relation relation(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown relation: '%s' (must be one of %s)".formatted(name, names())));
  }

  /** The names, for messages. */
  public static String names() {
    return RELATIONS.stream().map(Relation::name).collect(Collectors.joining(", "));
  }

  private static Stream<CanonicalColumn> subscriptionColumns() {
    return Stream.of(
        column("subscription_id", ID, REQUIRED),
        column("user_id", ID, REQUIRED),
        column("status", TEXT, REQUIRED),
        column("plan", TEXT, OPTIONAL),
        column("currency", TEXT, OPTIONAL),
        column("amount", DECIMAL, OPTIONAL),
        column("interval", TEXT, OPTIONAL),
        column("interval_count", INTEGER, OPTIONAL),
        column("quantity", INTEGER, OPTIONAL),
        column("started_at", INSTANT, REQUIRED),
        column("current_period_end", INSTANT, OPTIONAL),
        column("cancel_at_period_end", BOOLEAN, OPTIONAL),
        column("cancel_requested_at", INSTANT, OPTIONAL),
        column("canceled_at", INSTANT, OPTIONAL),
        column("ended_at", INSTANT, OPTIONAL),
        column("price_id", TEXT, OPTIONAL),
        column("cancellation_reason", TEXT, OPTIONAL),
        column("trial_start", INSTANT, OPTIONAL),
        column("trial_end", INSTANT, OPTIONAL),
        column("discount_amount", DECIMAL, OPTIONAL),
        column("updated_at", INSTANT, REQUIRED));
  }

  private static Relation timed(String name, String key, String time, CanonicalColumn... columns) {
    return new Relation(name, List.of(columns), List.of(), key, List.of(time), Optional.of(time));
  }

  private static CanonicalColumn column(String name, ColumnType type, Presence presence) {
    return new CanonicalColumn(name, type, presence);
  }
}
