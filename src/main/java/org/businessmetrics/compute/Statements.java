package org.businessmetrics.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;

/** The Spark SQL under {@code sql/facts}, by name. */
final class Statements {
  private final SparkSession spark;
  private final Path folder;

  Statements(SparkSession spark, Path home) {
    this.spark = spark;
    this.folder = home.resolve("sql").resolve("facts");
  }

  Dataset<Row> run(String name, Map<String, Object> parameters) {
    Path file = folder.resolve(name + ".sql");
    try {
      return spark.sql(Files.readString(file), parameters);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "Could not read %s: %s. Is the installation complete?".formatted(file, e.getMessage()),
          e);
    }
  }
}
