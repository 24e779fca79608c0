package org.businessmetrics.source.copy;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The entry that Spark finds by name; public with a public constructor for that reason only. */
public final class CopyDataSource implements TableProvider {

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
    return new CopyTable(schema);
  }

  private record CopyTable(StructType fields) implements SupportsRead {

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      return new CopyScan(CopySpec.of(options), fields);
    }

    @Override
    public String name() {
      return "source rows by COPY";
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
}
