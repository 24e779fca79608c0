package org.businessmetrics.compute;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Spark in this process, for those who only have to hand it on. */
public final class Engine {
  private static final AtomicReference<@Nullable Engine> RUNNING = new AtomicReference<>();

  private final SparkSession spark;

  private Engine(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Starts Spark, or gives the one that runs already.
   *
   * @param zone of the business days
   * @param workDir where it may put files while it works
   */
  public static Engine start(ZoneId zone, Path workDir) {
    int cores = Runtime.getRuntime().availableProcessors();
    Engine engine = new Engine(SparkSessions.local(cores, zone, workDir));
    RUNNING.set(engine);
    return engine;
  }

  /** Whether this process has started it. */
  public static boolean isRunning() {
    return RUNNING.get() != null;
  }

  /** Makes whatever is being computed fail soon; does nothing when nothing is. */
  public static void cancel() {
    Engine engine = RUNNING.get();
    if (engine != null) {
      engine.spark.sparkContext().cancelAllJobs();
    }
  }

  /**
   * Does a little of everything that a run has Spark do, so that its classes are loaded.
   *
   * @param workDir an empty one
   */
  public void exercise(Path workDir) {
    String folder = workDir.resolve("exercise").toString();
    spark
        .range(1_000)
        .selectExpr("id % 7 as user_id", "date_add(date'2026-01-01', cast(id % 30 as int)) as day")
        .write()
        .mode(SaveMode.Overwrite)
        .partitionBy("day")
        .parquet(folder);
    spark.read().parquet(folder).createOrReplaceTempView("exercise");
    spark
        .sql(
            """
            with linked as (
              select user_id, day, lag(day) over (partition by user_id order by day) as previous_day
              from exercise
            )
            select day, count(*) as users, cast(sum(1.5) as decimal(38, 6)) as amount
            from linked
            where previous_day is null or previous_day < day
            group by day
            order by day
            """)
        .collectAsList();
  }

  SparkSession spark() {
    return spark;
  }
}
