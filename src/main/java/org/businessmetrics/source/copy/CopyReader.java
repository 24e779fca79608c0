package org.businessmetrics.source.copy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.businessmetrics.source.canonical.Canonical;
import org.businessmetrics.source.postgres.PostgresErrors;
import org.businessmetrics.source.postgres.SourceConnections;
import org.businessmetrics.source.postgres.SourceSql;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Reads one partition: a COPY over a connection of its own, in the shared snapshot. */
final class CopyReader implements PartitionReader<ColumnarBatch> {
  private static final int BATCH_ROWS = 4096;
  private static final short END = -1;

  private final CopySpec spec;
  private final String predicate;
  private final List<Copied> copied = new ArrayList<>();
  private final WritableColumnVector keys = vector(DataTypes.StringType);
  private final WritableColumnVector errors = vector(DataTypes.StringType);
  private final boolean wantsKey;
  private final boolean wantsError;
  private final ColumnarBatch batch;

  private @Nullable Connection connection;
  private @Nullable CopyOut copy;
  private @Nullable CopyStream stream;
  private boolean ended;

  private record Copied(
      String name,
      boolean needed,
      boolean isKey,
      ValueReader reader,
      WritableColumnVector vector) {}

  CopyReader(CopySpec spec, StructType given, StructType required, String predicate) {
    this.spec = spec;
    this.predicate = predicate;
    List<String> wanted = Arrays.asList(required.fieldNames());
    this.wantsKey = wanted.contains(Canonical.ROW_KEY);
    this.wantsError = wanted.contains(Canonical.ROW_ERROR);
    for (StructField field : given.fields()) {
      String name = field.name();
      if (name.equals(Canonical.ROW_KEY) || name.equals(Canonical.ROW_ERROR)) {
        continue;
      }
      boolean isKey = wantsKey && name.equals(spec.keyColumn());
      if (wanted.contains(name) || isKey || (wantsError && canBeWrong(field))) {
        copied.add(
            new Copied(
                name,
                spec.needed().contains(name),
                isKey,
                ValueReader.of(field.dataType()),
                vector(field.dataType())));
      }
    }
    this.batch =
        new ColumnarBatch(wanted.stream().map(this::vectorOf).toArray(ColumnVector[]::new));
  }

  /** An error must not depend on the other columns that a query happens to ask for. */
  private boolean canBeWrong(StructField field) {
    return spec.needed().contains(field.name())
        || field.dataType() instanceof TimestampType
        || field.dataType() instanceof DecimalType;
  }

  private ColumnVector vectorOf(String name) {
    return switch (name) {
      case Canonical.ROW_KEY -> keys;
      case Canonical.ROW_ERROR -> errors;
      default ->
          copied.stream()
              .filter(column -> column.name().equals(name))
              .findFirst()
              .orElseThrow()
              .vector();
    };
  }

  private static WritableColumnVector vector(DataType type) {
    return new OnHeapColumnVector(BATCH_ROWS, type);
  }

  @Override
  public boolean next() {
    if (ended) {
      return false;
    }
    try {
      CopyStream in = stream == null ? open() : stream;
      int rows = fill(in);
      batch.setNumRows(rows);
      return rows > 0;
    } catch (SQLException e) {
      throw PostgresErrors.failure(
          e, spec.address(), "reading %s (%s)".formatted(spec.relation(), spec.place()));
    }
  }

  private CopyStream open() throws SQLException {
    Connection opened =
        SourceConnections.openIn(spec.snapshot(), spec.address(), spec.applicationName());
    connection = opened;
    String columns =
        copied.stream().map(c -> SourceSql.quoted(c.name())).collect(Collectors.joining(", "));
    CopyOut started =
        opened
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut(
                "copy (select %s from (%s) rows where %s) to stdout (format binary)"
                    .formatted(columns, spec.query(), predicate));
    copy = started;
    CopyStream in = new CopyStream(started);
    in.skipHeader();
    stream = in;
    return in;
  }

  private int fill(CopyStream in) throws SQLException {
    copied.forEach(column -> column.vector().reset());
    keys.reset();
    errors.reset();
    int row = 0;
    while (row < BATCH_ROWS) {
      if (in.nextShort() == END) {
        in.drain();
        ended = true;
        break;
      }
      readRow(in, row);
      row++;
    }
    return row;
  }

  private void readRow(CopyStream in, int row) throws SQLException {
    String error = ValueReader.FINE;
    boolean keyed = false;
    for (Copied column : copied) {
      int length = in.nextInt();
      String problem = ValueReader.FINE;
      if (length < 0) {
        column.vector().putNull(row);
        problem = column.needed() ? "is NULL" : ValueReader.FINE;
      } else {
        problem = column.reader().read(in, length, column.vector(), row);
      }
      if (!problem.isEmpty() && error.isEmpty()) {
        error = column.name() + " " + problem;
      }
      if (column.isKey() && !column.vector().isNullAt(row)) {
        putText(keys, row, keyOf(column.vector(), row));
        keyed = true;
      }
    }
    if (wantsKey && !keyed) {
      keys.putNull(row);
    }
    if (wantsError && error.isEmpty()) {
      errors.putNull(row);
    } else if (wantsError) {
      putText(errors, row, error);
    }
  }

  private static String keyOf(WritableColumnVector vector, int row) {
    if (vector.dataType() instanceof StructType) {
      return new UUID(vector.getChild(0).getLong(row), vector.getChild(1).getLong(row)).toString();
    }
    return vector.getUTF8String(row).toString();
  }

  private static void putText(WritableColumnVector vector, int row, String text) {
    vector.putByteArray(row, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public ColumnarBatch get() {
    return batch;
  }

  /** Ends the statement on the server too when the task ends before its rows do. */
  @Override
  public void close() {
    try {
      if (copy != null && copy.isActive()) {
        copy.cancelCopy();
      }
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // The connection is gone, and the statement with it; the task's own error is what counts.
      ended = true;
    } finally {
      batch.close();
      copied.forEach(column -> column.vector().close());
      keys.close();
      errors.close();
    }
  }
}
