package org.businessmetrics.compute;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How Spark runs the statements that follow: over many rows compiled and in several tasks, over few
 * interpreted in one. To compile a statement takes about as long as to interpret it over 100,000
 * rows, and a night of a small company is little else but compiling.
 */
final class Sizing {
  private static final long MANY = 100_000;

  private static final long FEW = 10_000;

  /** A user's day takes 6 to 12 bytes in a file. */
  private static final long BYTES_A_ROW = 8;

  private Sizing() {}

  /** Sizes what follows for about so many rows. */
  static void forRows(SparkSession spark, long rows) {
    boolean many = rows >= MANY;
    spark.conf().set("spark.sql.codegen.wholeStage", many);
    spark.conf().set("spark.sql.codegen.factoryMode", many ? "FALLBACK" : "NO_CODEGEN");
    spark
        .conf()
        .set(
            "spark.sql.shuffle.partitions",
            many ? 2L * spark.sparkContext().defaultParallelism() : 1L);
    spark
        .conf()
        .set(
            "spark.sql.leafNodeDefaultParallelism",
            many ? spark.sparkContext().defaultParallelism() : 1L);
  }

  /** Sizes what follows for the rows of the files that these are made from. */
  static void forFilesOf(Dataset<Row> rows) {
    forRows(rows.sparkSession(), bytes(rows) / BYTES_A_ROW);
  }

  /**
   * The same rows, in memory if the files that they are made from hold few. What a statement takes
   * over a few rows in files is mostly the listing and the opening of these, each time it reads
   * them.
   */
  static Dataset<Row> held(Dataset<Row> rows) {
    return areFew(rows)
        ? rows.sparkSession().createDataFrame(rows.collectAsList(), rows.schema())
        : rows;
  }

  /** Whether the files that these are made from hold few rows. */
  static boolean areFew(Dataset<Row> rows) {
    return bytes(rows) / BYTES_A_ROW <= FEW;
  }

  private static long bytes(Dataset<Row> rows) {
    LogicalPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().analyzed();
    long bytes = 0;
    for (LogicalPlan leaf : CollectionConverters.asJava(plan.collectLeaves())) {
      if (leaf instanceof LogicalRelation files) {
        bytes += files.stats().sizeInBytes().toLong();
      }
    }
    return bytes;
  }
}
