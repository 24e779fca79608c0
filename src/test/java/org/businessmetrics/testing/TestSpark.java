package org.businessmetrics.testing;

import java.nio.file.Path;
import java.time.ZoneOffset;
import org.apache.spark.sql.SparkSession;
import org.businessmetrics.compute.SparkSessions;

/** One Spark session for all tests of a JVM, set up as in production; it ends with the JVM. */
public final class TestSpark {
  private TestSpark() {}

  private static final class Holder {
    static final SparkSession SESSION =
        SparkSessions.local(2, ZoneOffset.UTC, Path.of("target", "spark"));
  }

  /** The shared session, UTC, two cores. A test that sets another zone puts this one back. */
  public static SparkSession session() {
    return Holder.SESSION;
  }
}
