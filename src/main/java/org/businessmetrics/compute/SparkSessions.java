package org.businessmetrics.compute;

import java.nio.file.Path;
import java.time.ZoneId;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.sql.SparkSession;

/** Spark inside this process, set up for one batch of SQL. */
public final class SparkSessions {
  private SparkSessions() {}

  /**
   * A new session, or the one that this process has already (then with this zone). It listens on
   * the loopback address only and writes nothing outside of {@code workDir}.
   *
   * @param cores tasks at the same time
   * @param zone the zone of the business days: what {@code cast(instant as date)} means
   * @param workDir where shuffles spill to
   */
  public static SparkSession local(int cores, ZoneId zone, Path workDir) {
    SparkSession session =
        SparkSession.builder()
            .appName("business-metrics")
            .master("local[%d]".formatted(cores))
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.local.dir", workDir.resolve("spark").toAbsolutePath().toString())
            .config(
                "spark.sql.warehouse.dir",
                workDir.resolve("spark-warehouse").toAbsolutePath().toUri().toString())
            .config("spark.sql.catalogImplementation", "in-memory")
            .config("spark.hadoop.fs.file.impl", LocalFiles.class.getName())
            .config("spark.ui.enabled", false)
            .config("spark.ui.showConsoleProgress", false)
            .config("spark.eventLog.enabled", false)
            .config("spark.sql.shuffle.partitions", cores * 2L)
            // Planning again between stages costs these queries more than it saves.
            .config("spark.sql.adaptive.enabled", false)
            // What grows with users is not collected here to be sent to every task.
            .config("spark.sql.autoBroadcastJoinThreshold", "256k")
            .config("spark.sql.session.timeZone", zone.getId())
            .config("spark.sql.datetime.java8API.enabled", true)
            .config("spark.sql.ansi.enabled", true)
            // Currencies are ASCII, and ICU takes a second to load.
            .config("spark.sql.icu.caseMappings.enabled", false)
            // Where in Java a column was written helps nobody with a statement of SQL.
            .config("spark.sql.dataFrameQueryContext.enabled", false)
            .config("spark.sql.parquet.compression.codec", "zstd")
            // Operators that are classes: a lambda's bytes are searched each time for what to send.
            .config("spark.sql.execution.usePartitionEvaluator", true)
            .getOrCreate();
    // Otherwise each of a plan's parts walks the stack to say where in Java it was made.
    for (String form : new String[] {"callSite.short", "callSite.long"}) {
      session.sparkContext().setLocalProperty(form, "business-metrics");
    }
    FunnelAttemptsFunction.register(session);
    quieten();
    return session;
  }

  private static void quieten() {
    for (String logger :
        new String[] {
          "org.apache.spark", "org.apache.hadoop", "org.apache.parquet", "org.sparkproject"
        }) {
      Configurator.setLevel(logger, Level.WARN);
    }
    // It warns of every window without partitions; ours run over a few rows a day.
    Configurator.setLevel("org.apache.spark.sql.execution.window", Level.ERROR);
  }
}
