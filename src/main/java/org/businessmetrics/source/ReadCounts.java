package org.businessmetrics.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.try_sum;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;

/**
 * Counts the rows and adds up the amounts that Spark reads, while it reads them, and compares them
 * with what the source says that it has.
 */
final class ReadCounts {
  private static final String ROWS = "rows";
  // Spark tells what it observed a moment after the action that read it.
  private static final Duration TOLD = Duration.create(1, TimeUnit.MINUTES);

  private final List<Read> reads = new ArrayList<>();

  /**
   * What there is of a relation in a range.
   *
   * @param sums by column of decimals, over the values that {@link
   *     org.businessmetrics.source.canonical.Decimals} can hold
   */
  record Totals(long rows, Map<String, BigDecimal> sums) {}

  /** Asks the source, past Spark. */
  interface Counter {
    Totals count(String relation, Optional<TimeRange> range);
  }

  private record Read(
      String relation, Optional<TimeRange> range, List<String> amounts, Observation observation) {}

  /** The same rows, counted by the first action over them. */
  Dataset<Row> of(Dataset<Row> raw, String relation, Optional<TimeRange> range) {
    List<String> amounts =
        Arrays.stream(raw.schema().fields())
            .filter(field -> field.dataType() instanceof DecimalType)
            .map(StructField::name)
            .toList();
    Observation observation = new Observation();
    reads.add(new Read(relation, range, amounts, observation));
    return raw.observe(
        observation,
        count(lit(1)).as(ROWS),
        amounts.stream()
            .map(name -> try_sum(coalesce(col(name), lit(BigDecimal.ZERO))).as(name))
            .toArray(Column[]::new));
  }

  /**
   * Compares everything that was read.
   *
   * @param advice what to do about it when something else was read
   * @throws Failure 3 where a relation has other rows or other amounts than were read of it
   */
  void require(Counter source, String advice) {
    for (Read read : reads) {
      Totals expected = source.count(read.relation(), read.range());
      Row actual = told(read);
      // Where Spark knew beforehand that there are no rows it looked at none.
      long rows = actual.size() == 0 ? 0 : actual.<Long>getAs(ROWS);
      require(read, "rows", expected.rows(), rows, advice);
      for (String amount : read.amounts()) {
        BigDecimal sum = expected.sums().getOrDefault(amount, BigDecimal.ZERO);
        @Nullable BigDecimal found = rows == 0 ? null : actual.getAs(amount);
        // Nothing to add up, or a sum too large for Spark: then the source's is not compared.
        if (found != null) {
          require(read, "as the sum of " + amount, plain(sum), plain(found), advice);
        }
      }
    }
  }

  private static String plain(BigDecimal sum) {
    return sum.stripTrailingZeros().toPlainString();
  }

  private static void require(
      Read read, String what, Object expected, Object actual, String advice) {
    if (!expected.equals(actual)) {
      throw new Failure(
          ExitCode.REFUSED,
          "The source counts %s %s of %s%s, but %s came when they were read. Nothing was published. %s"
              .formatted(
                  expected,
                  what,
                  read.relation(),
                  read.range()
                      .map(r -> " from %s until %s".formatted(r.from(), r.until()))
                      .orElse(""),
                  actual,
                  advice));
    }
  }

  private static Row told(Read read) {
    try {
      return Await.result(read.observation().future(), TOLD);
    } catch (TimeoutException e) {
      throw new IllegalStateException("Nobody read the rows of " + read.relation(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.CANCELLED, "Interrupted while the source was counted", e);
    }
  }
}
