package org.businessmetrics.compute;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How Spark runs the statements that follow: over many rows compiled and in several tasks, over few
 * interpreted in one, and over rows in memory where these are few. To compile a statement takes
 * about as long as to interpret it over 100,000 rows, and a night of a small company is little else
 * but compiling.
 */
final class Sizing {
  private static final long MANY = 100_000;

  /** So many rows are sent to a task as fast as it opens a file of them. */
  static final int FEW = 10_000;

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
    forRows(rows.sparkSession(), estimate(rows));
  }

  /**
   * The same rows, worked out and in memory, where they are few. A statement over a few rows in
   * files is mostly the listing and the opening of these, each time it reads them.
   */
  static Optional<Dataset<Row>> inMemory(Dataset<Row> rows) {
    if (estimate(rows) > FEW) {
      return Optional.empty();
    }
    // Equal rows take next to nothing in a file, and joins make more of a few.
    List<Row> few = rows.limit(FEW + 1).collectAsList();
    return few.size() > FEW
        ? Optional.empty()
        : Optional.of(rows.sparkSession().createDataFrame(few, rows.schema()));
  }

  /** The same rows, in memory where they are few. */
  static Dataset<Row> held(Dataset<Row> rows) {
    return inMemory(rows).orElse(rows);
  }

  private static long estimate(Dataset<Row> rows) {
    LogicalPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().analyzed();
    long estimate = 0;
    for (LogicalPlan leaf : CollectionConverters.asJava(plan.collectLeaves())) {
      if (leaf instanceof LogicalRelation files) {
        estimate += files.stats().sizeInBytes().toLong() / BYTES_A_ROW;
      } else if (leaf instanceof LocalRelation held) {
        estimate += held.data().size();
      }
    }
    return estimate;
  }
}
