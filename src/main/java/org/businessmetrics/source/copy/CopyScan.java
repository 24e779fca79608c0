package org.businessmetrics.source.copy;

import java.io.Serial;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Plans the partitions, and asks the server only for the columns that the query needs. */
final class CopyScan implements ScanBuilder, SupportsPushDownRequiredColumns, Scan, Batch {
  private final CopySpec spec;
  private final StructType given;
  private StructType required;

  CopyScan(CopySpec spec, StructType given) {
    this.spec = spec;
    this.given = given;
    this.required = given;
  }

  @Override
  public void pruneColumns(StructType requiredSchema) {
    // Whole columns only: of a struct that the query needs in part, both halves are read.
    StructType pruned = new StructType();
    for (var field : requiredSchema.fields()) {
      pruned = pruned.add(given.apply(field.name()));
    }
    this.required = pruned;
  }

  @Override
  public Scan build() {
    return this;
  }

  @Override
  public StructType readSchema() {
    return required;
  }

  @Override
  public String description() {
    return "COPY %s %s".formatted(spec.relation(), String.join(", ", required.fieldNames()));
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return spec.predicates().stream().map(Cut::new).toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new Factory(spec.toOptions(), given, required);
  }

  private record Cut(String predicate) implements InputPartition {
    @Serial private static final long serialVersionUID = 1L;
  }

  /** Carries the options, which can be sent to an executor; it never prints them. */
  private record Factory(Map<String, String> options, StructType given, StructType required)
      implements PartitionReaderFactory {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public boolean supportColumnarReads(InputPartition partition) {
      return true;
    }

    @Override
    public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
      CopySpec spec = CopySpec.of(new CaseInsensitiveStringMap(options));
      return new CopyReader(spec, given, required, ((Cut) partition).predicate());
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      throw new UnsupportedOperationException("Columnar only");
    }

    @Override
    public String toString() {
      return "reader factory of COPY";
    }
  }
}
