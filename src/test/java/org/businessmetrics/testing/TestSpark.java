package org.businessmetrics.testing;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** One small Spark session for all tests of a JVM. */
public final class TestSpark {
  private TestSpark() {}

  private static final class Holder {
    static final SparkSession SESSION =
        SparkSession.builder()
            .appName("tests")
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.warehouse.dir", directory("spark-warehouse"))
            .config("spark.local.dir", directory("spark-local"))
            .getOrCreate();
  }

  private static String directory(String name) {
    return Path.of("target", name).toAbsolutePath().toString();
  }

  /** The shared session, UTC, two cores; it ends with the JVM. */
  public static SparkSession session() {
    return Holder.SESSION;
  }
}
