package org.businessmetrics.source.csv;

import java.io.Serial;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.businessmetrics.source.canonical.Canonical;

/** The entry that Spark finds by name; public with a public constructor for that reason only. */
public final class CsvDataSource implements TableProvider {

  /** The options that tell this source what to read. */
  public static Map<String, String> options(CsvFile file, FileStamp stamp) {
    return Map.of(
        "relation", file.relation().name(),
        "file", file.path().toString(),
        "size", Long.toString(stamp.size()),
        "modified", Long.toString(stamp.modifiedNanos()));
  }

  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    throw new UnsupportedOperationException("The schema is given by the reader");
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new CsvTable(schema);
  }

  private record CsvTable(StructType fields) implements SupportsRead {

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      OneFile partition =
          new OneFile(
              String.valueOf(options.get("relation")),
              String.valueOf(options.get("file")),
              options.getLong("size", -1),
              options.getLong("modified", -1));
      return () -> new CsvScan(partition, fields);
    }

    @Override
    public String name() {
      return "source rows of a CSV file";
    }

    @Override
    @SuppressWarnings("deprecation") // columns() derives from it
    public StructType schema() {
      return fields;
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.BATCH_READ);
    }
  }

  private record OneFile(String relation, String file, long size, long modified)
      implements InputPartition {
    @Serial private static final long serialVersionUID = 1L;
  }

  private record CsvScan(OneFile partition, StructType readSchema) implements Scan, Batch {

    @Override
    public String description() {
      return "CSV " + partition.file();
    }

    @Override
    public Batch toBatch() {
      return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
      return new InputPartition[] {partition};
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
      return new Factory();
    }
  }

  private record Factory() implements PartitionReaderFactory {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      OneFile one = (OneFile) partition;
      return new CsvPartitionReader(
          new CsvFile(Canonical.relation(one.relation()), Path.of(one.file())),
          new FileStamp(one.size(), one.modified()));
    }
  }
}
