package org.businessmetrics.compute;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What is remembered between runs, as Parquet: what happened on a day, and the state after a day.
 * Each is made by the statement of its name under {@code sql/facts}, where it is documented.
 */
@SuppressWarnings("ImmutableEnumChecker") // List.of makes immutable ones
enum Fact {
  SIGNUP("signup", "accounts", "user_id string, signed_up_at timestamp, day date"),
  USER_DAY(
      "user_day",
      "activity",
      "user_id string, events bigint, previous_day date, first_day date, signup_day date,"
          + " day date"),
  USER_FEATURE_DAY(
      "user_feature_day",
      "activity",
      "user_id string, feature string, events bigint, previous_day date, day date"),
  USER_EVENT(
      "user_event",
      "events",
      "user_id string, occurred_at timestamp, event_name string, funnel string, step string,"
          + " event_id string, day date"),
  USER_REVENUE_DAY(
      "user_revenue_day",
      "payments",
      "user_id string, currency string, gross decimal(38,6), refunds decimal(38,6),"
          + " subscription_net decimal(38,6), one_off_net decimal(38,6), charges bigint, day date"),
  CHARGE(
      "charge",
      "payments",
      "user_id string, charged_at timestamp, is_subscription boolean, day date"),
  PAYMENT_ATTEMPT(
      "payment_attempt",
      "payments",
      "user_id string, attempt_id string, invoice_id string, origin string, status string,"
          + " amount decimal(38,6), currency string, counted_at timestamp, day date"),
  SEGMENT_CHANGE(
      "segment_change",
      "accounts",
      "user_id string, segment string, value string, previous_value string, day date"),
  MRR_CHANGE(
      "mrr_change",
      "subscriptions",
      "user_id string, currency string, plan string, opening_mrr decimal(38,10),"
          + " restated_mrr decimal(38,10), closing_mrr decimal(38,10), end_reason string,"
          + " first_paid_day date, day date"),
  USER_STATE(
      "user_state",
      "activity",
      "user_id string, signup_day date, first_day date, last_day date",
      SIGNUP,
      USER_DAY),
  FEATURE_STATE(
      "feature_state",
      "activity",
      "user_id string, feature string, last_day date",
      USER_FEATURE_DAY),
  CURRENCY_STATE(
      "currency_state",
      "payments",
      "currency string, first_day date, first_attempt_day date, first_invoice_day date",
      USER_REVENUE_DAY,
      PAYMENT_ATTEMPT),
  SEGMENT_STATE(
      "segment_state", "accounts", "user_id string, segment string, value string", SEGMENT_CHANGE),
  MRR_STATE(
      "mrr_state",
      "subscriptions",
      "user_id string, currency string, plan string, mrr decimal(38,10), first_day date,"
          + " first_paid_day date",
      MRR_CHANGE),
  COHORT_STATE(
      "cohort_state",
      "subscriptions",
      "user_id string, currency string, cohort_month date, opening_mrr decimal(38,10),"
          + " mrr decimal(38,10), moved_day date, net decimal(38,6)",
      MRR_CHANGE,
      USER_REVENUE_DAY);

  /** Facts of a day, in the order in which they are built. */
  static final List<Fact> DAILY = Arrays.stream(values()).filter(fact -> !fact.isState()).toList();

  /** State after a day. */
  static final List<Fact> STATES = Arrays.stream(values()).filter(Fact::isState).toList();

  private final String table;
  private final String relation;
  private final String schema;
  private final List<Fact> folds;

  /**
   * @param folds the daily facts that a state is folded from; none for a daily fact
   */
  Fact(String table, String relation, String schema, Fact... folds) {
    this.table = table;
    this.relation = relation;
    this.schema = schema;
    this.folds = List.of(folds);
  }

  /** The name in {@code pipeline.fact_versions}, of its folder, its statement and its view. */
  String table() {
    return table;
  }

  /** The canonical relation that it is made from. */
  String relation() {
    return relation;
  }

  boolean isState() {
    return !folds.isEmpty();
  }

  /** Whether its rows are about users. */
  boolean isOfUsers() {
    return schema.startsWith("user_id ");
  }

  /**
   * Whether days that are read again keep the rows that they have: the source overwrites what they
   * are made from, and can't tell any more.
   */
  boolean isKept() {
    return this == SEGMENT_CHANGE;
  }

  /**
   * Whether its rows stand for rows of the source, so that fewer of them are a loss. The moves of a
   * balance are not: they depend on the day from which they are told. An attempt that was pending
   * leaves its day for the one on which it ends.
   */
  boolean countsSourceRows() {
    return !isState() && this != MRR_CHANGE && this != PAYMENT_ATTEMPT;
  }

  /**
   * Whether balances that stand published rest on its amounts: whoever is forgotten leaves his
   * behind, under an id that is nobody's.
   */
  boolean isOfBalances() {
    return this == MRR_CHANGE || this == MRR_STATE || this == COHORT_STATE;
  }

  /** The daily facts that the state after a day is folded from. */
  List<Fact> folds() {
    return folds;
  }

  /** The columns, where {@code userId} is the type that the source's ids have in Spark. */
  StructType schema(DataType userId) {
    return new StructType(
        Arrays.stream(StructType.fromDDL(schema).fields())
            .map(
                field ->
                    field.name().equals("user_id")
                        ? new StructField("user_id", userId, true, field.metadata())
                        : field)
            .toArray(StructField[]::new));
  }
}
