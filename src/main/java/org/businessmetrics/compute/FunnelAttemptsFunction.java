package org.businessmetrics.compute;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.types.DataTypes;
import org.businessmetrics.config.Funnel.Exclusion;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.collection.Seq;

/**
 * {@link FunnelAttempts} as the SQL function {@code funnel_attempts(events, steps, window_seconds,
 * exclusion)}.
 *
 * <p>{@code events} is an array in any order of {@code struct<at bigint, day int, steps bigint,
 * event_id string>}: microseconds and days since 1970, the steps as bits (0 for an excluded event).
 * Several elements with one id are one event, see {@link #REDELIVERED_WITHIN}. The result is an
 * array of {@code struct<entry_day int, times array<bigint>>}.
 */
final class FunnelAttemptsFunction implements UDF4<Seq<Row>, Integer, Long, String, List<Row>> {
  static final String NAME = "funnel_attempts";

  /**
   * An event whose id was there this long ago or less is that event, delivered again. The limit is
   * there so that what counts does not depend on how far back a run happens to read.
   */
  static final Duration REDELIVERED_WITHIN = Duration.ofDays(3);

  private static final long serialVersionUID = 1L;
  private static final long MICROS_PER_SECOND = 1_000_000;

  private record Delivery(long at, int day, long steps, String id) {}

  private FunnelAttemptsFunction() {}

  static void register(SparkSession session) {
    session
        .udf()
        .register(
            NAME,
            new FunnelAttemptsFunction(),
            DataTypes.createArrayType(
                DataTypes.createStructType(
                    List.of(
                        DataTypes.createStructField("entry_day", DataTypes.IntegerType, false),
                        DataTypes.createStructField(
                            "times",
                            DataTypes.createArrayType(DataTypes.LongType, false),
                            false)))));
  }

  @Override
  public List<Row> call(
      Seq<Row> events, Integer steps, Long windowSeconds, @Nullable String exclusion) {
    List<Delivery> deliveries = new ArrayList<>(events.size());
    for (Iterator<Row> rows = events.iterator(); rows.hasNext(); ) {
      Row row = rows.next();
      deliveries.add(new Delivery(row.getLong(0), row.getInt(1), row.getLong(2), row.getString(3)));
    }
    deliveries.sort(Comparator.comparingLong(Delivery::at));
    List<Row> entries = new ArrayList<>();
    for (FunnelAttempts.Entry entry :
        FunnelAttempts.best(
            once(deliveries),
            steps,
            windowSeconds * MICROS_PER_SECOND,
            exclusion == null ? null : Exclusion.valueOf(exclusion.toUpperCase(Locale.ROOT)))) {
      entries.add(RowFactory.create(entry.day(), entry.times()));
    }
    return entries;
  }

  /** The events, each once; one that is a step by its name and another by its label is both. */
  private static List<FunnelAttempts.Event> once(List<Delivery> deliveries) {
    long again = REDELIVERED_WITHIN.toSeconds() * MICROS_PER_SECOND;
    List<FunnelAttempts.Event> events = new ArrayList<>(deliveries.size());
    Map<String, Integer> kept = new HashMap<>();
    Map<String, Long> seen = new HashMap<>();
    for (Delivery delivery : deliveries) {
      Long before = seen.put(delivery.id(), delivery.at());
      Integer index = kept.get(delivery.id());
      if (before == null || index == null || delivery.at() - before > again) {
        kept.put(delivery.id(), events.size());
        events.add(new FunnelAttempts.Event(delivery.at(), delivery.day(), delivery.steps()));
      } else if (events.get(index).at() == delivery.at()) {
        FunnelAttempts.Event event = events.get(index);
        events.set(
            index,
            new FunnelAttempts.Event(event.at(), event.day(), event.steps() | delivery.steps()));
      }
    }
    return events;
  }
}
