package org.businessmetrics.source.copy;

import java.math.BigDecimal;
import java.sql.SQLException;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import org.businessmetrics.source.canonical.Decimals;

/** Moves one value from the stream into a column of a batch. */
interface ValueReader {
  /** What a value is when it could be moved. */
  String FINE = "";

  /** PostgreSQL counts days from 2000-01-01, Spark from 1970-01-01. */
  int DAYS_BEFORE_2000 = 10_957;

  /**
   * Reads a value that is not NULL.
   *
   * @return {@link #FINE}, or why the value can't be used; the column holds NULL then
   */
  String read(CopyStream in, int length, WritableColumnVector column, int row) throws SQLException;

  /** The reader for a column of that type. */
  static ValueReader of(DataType type) {
    if (type instanceof StructType) {
      return ValueReader::uuid;
    }
    if (type instanceof StringType) {
      return ValueReader::text;
    }
    if (type instanceof TimestampType) {
      return ValueReader::instant;
    }
    if (type instanceof DecimalType) {
      return ValueReader::decimal;
    }
    if (type instanceof LongType) {
      return (in, length, column, row) -> {
        column.putLong(row, in.nextLong());
        return FINE;
      };
    }
    if (type instanceof DateType) {
      return (in, length, column, row) -> {
        column.putInt(row, in.nextInt() + DAYS_BEFORE_2000);
        return FINE;
      };
    }
    if (type instanceof BooleanType) {
      return (in, length, column, row) -> {
        column.putBoolean(row, in.nextByte() != 0);
        return FINE;
      };
    }
    throw new IllegalArgumentException("No canonical type: " + type);
  }

  private static String uuid(CopyStream in, int length, WritableColumnVector column, int row)
      throws SQLException {
    column.getChild(0).putLong(row, in.nextLong());
    column.getChild(1).putLong(row, in.nextLong());
    return FINE;
  }

  private static String text(CopyStream in, int length, WritableColumnVector column, int row)
      throws SQLException {
    int offset = in.nextBytes(length);
    column.putByteArray(row, in.array(), offset, length);
    return FINE;
  }

  private static String instant(CopyStream in, int length, WritableColumnVector column, int row)
      throws SQLException {
    // Microseconds since 2000-01-01; the extremes stand for the infinities.
    final long epochOffset = 946_684_800_000_000L;
    long micros = in.nextLong();
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      column.putNull(row);
      return "is infinite";
    }
    if (micros > Long.MAX_VALUE - epochOffset) {
      column.putNull(row);
      return "is out of range";
    }
    column.putLong(row, micros + epochOffset);
    return FINE;
  }

  private static String decimal(CopyStream in, int length, WritableColumnVector column, int row)
      throws SQLException {
    BigDecimal value = NumericReader.read(in, length);
    if (value == null) {
      column.putNull(row);
      return "is NaN, infinite or has more than %d digits before or %d after the point"
          .formatted(Decimals.PRECISION - Decimals.SCALE, Decimals.SCALE);
    }
    column.putDecimal(
        row, Decimal.apply(value, Decimals.PRECISION, Decimals.SCALE), Decimals.PRECISION);
    return FINE;
  }
}
