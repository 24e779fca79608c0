package org.businessmetrics.source;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Ids inside Spark: a UUID travels as two longs, every other id as its text. */
public final class Ids {
  /** How a UUID travels: {@code struct<hi:bigint,lo:bigint>}. */
  public static final StructType UUID_TYPE =
      new StructType(
          new StructField[] {
            DataTypes.createStructField("hi", DataTypes.LongType, false),
            DataTypes.createStructField("lo", DataTypes.LongType, false)
          });

  private Ids() {}

  /** The text of an id column of the frame; NULL stays NULL. */
  public static Column text(Dataset<?> frame, String column) {
    return functions.expr(sql(column, frame.schema().apply(column).dataType()));
  }

  /**
   * A Spark SQL expression for the text of an id, for a column (or expression) of that type: the
   * canonical lower-case form of a UUID, or the text itself.
   */
  public static String sql(String column, DataType type) {
    if (!(type instanceof StructType)) {
      return column;
    }
    String hi = "lpad(hex(%s.hi), 16, '0')".formatted(column);
    String lo = "lpad(hex(%s.lo), 16, '0')".formatted(column);
    return ("lower(concat(substr(%1$s, 1, 8), '-', substr(%1$s, 9, 4), '-', substr(%1$s, 13, 4),"
            + " '-', substr(%2$s, 1, 4), '-', substr(%2$s, 5, 12)))")
        .formatted(hi, lo);
  }
}
