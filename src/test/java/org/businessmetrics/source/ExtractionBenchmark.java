package org.businessmetrics.source;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.testing.TestDatabase;
import org.businessmetrics.testing.TestSpark;

/**
 * Measures extraction by COPY against Spark's JDBC source; run by hand, with the test class path
 * and the module flags that the tests use. Argument: the number of activity rows (5,000,000).
 */
final class ExtractionBenchmark {
  private static final TimeRange RANGE =
      TestSource.range("2025-01-01T00:00:00Z", "2025-03-02T00:00:00Z");
  private static final int ROUNDS = 3;

  private ExtractionBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    long rows = arguments.length == 0 ? 5_000_000 : Long.parseLong(arguments[0]);
    DatabaseAddress database = TestDatabase.create();
    TestDatabase.execute(
        database,
        "create table log (user_id uuid, created_at timestamptz not null, kind varchar(50) not null)",
        """
        insert into log
        select md5((random() * %d)::bigint::text)::uuid,
          timestamptz '2025-01-01' + i * interval '60 days' / %d, 'page_view'
        from generate_series(0, %d - 1) i
        """
            .formatted(rows / 5, rows, rows),
        "create index on log (created_at)",
        "vacuum analyze log");
    PostgresSource source =
        TestSource.withSql(
            Files.createTempDirectory("benchmark"),
            database,
            "activity",
            "select user_id, created_at as occurred_at, null::text as feature, kind from log");
    SparkSession spark = TestSpark.session();
    try (SourceSnapshot snapshot = source.snapshot(TestSource.NOW)) {
      double copy = 0;
      for (int partitions : List.of(2, 15)) {
        double seconds = median(() -> copied(snapshot, spark, partitions));
        copy = copy == 0 ? seconds : Math.min(copy, seconds);
        print("COPY, %d ranges".formatted(partitions), seconds, copy);
      }
      for (int partitions : List.of(1, 15)) {
        print(
            "Spark's JDBC source, %d ranges".formatted(partitions),
            median(() -> jdbc(database, spark, partitions)),
            copy);
      }
    } finally {
      spark.stop();
    }
  }

  private static Dataset<Row> copied(SourceSnapshot snapshot, SparkSession spark, int partitions) {
    return snapshot
        .read(spark, "activity", Optional.of(RANGE), partitions)
        .where("row_error is null")
        .select("user_id", "occurred_at");
  }

  private static Dataset<Row> jdbc(DatabaseAddress database, SparkSession spark, int partitions) {
    List<String> predicates = new ArrayList<>();
    Duration step = Duration.between(RANGE.from(), RANGE.until()).dividedBy(partitions);
    for (int i = 0; i < partitions; i++) {
      predicates.add(
          "created_at >= '%s' and created_at < '%s'"
              .formatted(
                  RANGE.from().plus(step.multipliedBy(i)),
                  RANGE.from().plus(step.multipliedBy(i + 1L))));
    }
    Properties properties = new Properties();
    properties.setProperty("user", database.user().orElseThrow());
    properties.setProperty("password", database.password().orElseThrow().reveal());
    properties.setProperty("fetchsize", "10000");
    return spark
        .read()
        .jdbc(database.url(), "log", predicates.toArray(new String[0]), properties)
        .select("user_id", "created_at");
  }

  private static double median(Supplier<Dataset<Row>> frame) {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      frame.get().write().format("noop").mode("overwrite").save();
      seconds.add((System.nanoTime() - start) / 1e9);
    }
    return seconds.stream().sorted().toList().get(ROUNDS / 2);
  }

  private static void print(String what, double seconds, double copy) {
    System.out.println("RESULT %-32s %6.2f s  %.1f x".formatted(what, seconds, seconds / copy));
  }
}
