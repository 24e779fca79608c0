package org.businessmetrics.source.csv;

import java.math.BigDecimal;
import java.time.Instant;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.businessmetrics.source.canonical.Decimals;
import org.jspecify.annotations.Nullable;

/** Hands the rows of a file to Spark: the values, then {@code row_key} and {@code row_error}. */
final class CsvPartitionReader implements PartitionReader<InternalRow> {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private final CsvFile file;
  private final FileStamp stamp;
  private final CsvRows rows;
  private InternalRow current = new GenericInternalRow(0);

  CsvPartitionReader(CsvFile file, FileStamp stamp) {
    stamp.verify(file.path());
    this.file = file;
    this.stamp = stamp;
    this.rows = file.open();
  }

  @Override
  public boolean next() {
    CsvRow row = rows.next();
    if (row == null) {
      stamp.verify(file.path());
      return false;
    }
    int columns = rows.columns().size();
    @Nullable Object[] values = new @Nullable Object[columns + 2];
    for (int i = 0; i < columns; i++) {
      values[i] = toSpark(row.value(i));
    }
    values[columns] = UTF8String.fromString(file.name() + ":" + row.line());
    values[columns + 1] = toSpark(row.error());
    current = new GenericInternalRow(values);
    return true;
  }

  private static @Nullable Object toSpark(@Nullable Object value) {
    if (value instanceof String text) {
      return UTF8String.fromString(text);
    }
    if (value instanceof Instant time) {
      return time.getEpochSecond() * MICROS_PER_SECOND + time.getNano() / NANOS_PER_MICRO;
    }
    if (value instanceof BigDecimal number) {
      return Decimal.apply(number, Decimals.PRECISION, Decimals.SCALE);
    }
    return value;
  }

  @Override
  public InternalRow get() {
    return current;
  }

  @Override
  public void close() {
    rows.close();
  }
}
