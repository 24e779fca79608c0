package org.businessmetrics.compute;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What is remembered between runs, one folder of Parquet a day and run. */
enum Fact {
  USER_DAY("user_day", "activity", false),
  SIGNUP("signup", "accounts", false),
  USER_REVENUE_DAY("user_revenue_day", "payments", false),
  USER_STATE("user_state", "activity", true),
  CURRENCY_STATE("currency_state", "payments", true);

  /** Facts of a day, in the order in which they are built. */
  static final List<Fact> DAILY = List.of(SIGNUP, USER_DAY, USER_REVENUE_DAY);

  /** State after a day. */
  static final List<Fact> STATES = List.of(USER_STATE, CURRENCY_STATE);

  private final String table;
  private final String relation;
  private final boolean state;

  Fact(String table, String relation, boolean state) {
    this.table = table;
    this.relation = relation;
    this.state = state;
  }

  /** The name in {@code pipeline.fact_versions}, of its folder and of its view. */
  String table() {
    return table;
  }

  /** The canonical relation that it is made from. */
  String relation() {
    return relation;
  }

  boolean isState() {
    return state;
  }

  /** The columns, where {@code userId} is the type that the source's ids have in Spark. */
  StructType schema(DataType userId) {
    DataType money = DataTypes.createDecimalType(38, 6);
    StructType schema = new StructType();
    return switch (this) {
      case USER_DAY ->
          schema
              .add("user_id", userId)
              .add("events", DataTypes.LongType)
              .add("previous_day", DataTypes.DateType)
              .add("day", DataTypes.DateType);
      case SIGNUP -> schema.add("user_id", userId).add("day", DataTypes.DateType);
      case USER_REVENUE_DAY ->
          schema
              .add("user_id", userId)
              .add("currency", DataTypes.StringType)
              .add("gross", money)
              .add("refunds", money)
              .add("subscription_net", money)
              .add("one_off_net", money)
              .add("charges", DataTypes.LongType)
              .add("day", DataTypes.DateType);
      case USER_STATE ->
          schema
              .add("user_id", userId)
              .add("signup_day", DataTypes.DateType)
              .add("first_day", DataTypes.DateType)
              .add("last_day", DataTypes.DateType);
      case CURRENCY_STATE ->
          schema.add("currency", DataTypes.StringType).add("first_day", DataTypes.DateType);
    };
  }
}
