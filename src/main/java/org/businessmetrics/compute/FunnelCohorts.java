package org.businessmetrics.compute;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.config.Funnel;

/**
 * Which entry days of which funnels a run computes, and what each of them asks: every entry day
 * whose last window ends in the run's days or later.
 *
 * <p>The days of the run itself ask what the funnel asks now. An earlier day, whose window is still
 * open or was until a moment ago, keeps asking what it was published with: an edited funnel never
 * rewrites it overnight, also when the edit comes from the source, and its window ends when it was
 * to end. A backfill from that day on makes it ask what the funnel asks now.
 */
final class FunnelCohorts {
  /** How many days before a run a cohort may have been entered and be open. */
  static final int DAYS_BACK = (int) Funnel.LONGEST_WINDOW.toDays() + 1;

  private static final StructType DEFINITIONS =
      StructType.fromDDL(
          "definition_id int, funnel string, steps array<string>, exclude array<string>,"
              + " window_seconds bigint, exclusion string, definition string");
  private static final StructType COHORTS =
      StructType.fromDDL("definition_id int, entry_day date, window_end_day date");

  private record Cohort(int definition, LocalDate entryDay, LocalDate windowEndDay) {}

  private record Entry(String funnel, LocalDate day) {}

  private final BusinessCalendar calendar;
  private final LocalDate firstDay;
  private final Map<FunnelDefinition, Integer> definitions = new LinkedHashMap<>();
  private final List<Cohort> cohorts = new ArrayList<>();

  /**
   * @param current what each funnel asks now
   * @param standing the cohorts before the first day that stand published, back to {@link
   *     #DAYS_BACK} days before it
   */
  FunnelCohorts(
      BusinessCalendar calendar,
      LocalDate firstDay,
      LocalDate lastDay,
      List<Funnel> current,
      List<FunnelCohort> standing) {
    this.calendar = calendar;
    this.firstDay = firstDay;
    Map<Entry, FunnelDefinition> asked = new HashMap<>();
    for (FunnelCohort cohort : standing) {
      FunnelDefinition definition = FunnelDefinition.read(cohort.funnel(), cohort.definition());
      asked.put(new Entry(cohort.funnel(), cohort.entryDay()), definition);
      add(definition, cohort.entryDay());
    }
    for (Funnel funnel : current) {
      FunnelDefinition definition = new FunnelDefinition(funnel);
      for (LocalDate day = lastDay;
          !windowEndDay(definition, day).isBefore(firstDay);
          day = day.minusDays(1)) {
        if (!asked.containsKey(new Entry(funnel.name(), day))) {
          add(definition, day);
        }
      }
    }
  }

  /**
   * The source's funnels and the job's, which override those of the same name.
   *
   * @return with a window each, by name
   */
  static List<Funnel> together(List<Funnel> source, List<Funnel> job) {
    Map<String, Funnel> byName = new TreeMap<>();
    source.forEach(funnel -> byName.put(funnel.name(), funnel));
    for (Funnel funnel : job) {
      Funnel overridden = byName.get(funnel.name());
      byName.put(
          funnel.name(),
          funnel.orWindow(
              Optional.ofNullable(overridden)
                  .flatMap(Funnel::window)
                  .orElse(Funnel.DEFAULT_WINDOW)));
    }
    return List.copyOf(byName.values());
  }

  /** How many days before the run's first the events are needed. */
  int daysBefore() {
    return cohorts.stream()
            .map(Cohort::entryDay)
            .mapToInt(day -> (int) (firstDay.toEpochDay() - day.toEpochDay()))
            .filter(days -> days > 0)
            .max()
            .orElse(0)
        + (int) FunnelAttemptsFunction.REDELIVERED_WITHIN.toDays();
  }

  /** Makes the views {@code funnel_definition} and {@code funnel_cohort}. */
  void register(SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    definitions.forEach(
        (definition, id) ->
            rows.add(
                RowFactory.create(
                    id,
                    definition.funnel().name(),
                    definition.funnel().steps(),
                    definition.funnel().exclude(),
                    definition.windowSeconds(),
                    definition.exclusion(),
                    definition.text())));
    spark.createDataFrame(rows, DEFINITIONS).createOrReplaceTempView("funnel_definition");
    spark
        .createDataFrame(
            cohorts.stream()
                .map(c -> RowFactory.create(c.definition(), c.entryDay(), c.windowEndDay()))
                .toList(),
            COHORTS)
        .createOrReplaceTempView("funnel_cohort");
  }

  private void add(FunnelDefinition definition, LocalDate entryDay) {
    LocalDate windowEndDay = windowEndDay(definition, entryDay);
    if (!windowEndDay.isBefore(firstDay)) {
      int id = definitions.computeIfAbsent(definition, added -> definitions.size());
      cohorts.add(new Cohort(id, entryDay, windowEndDay));
    }
  }

  /** The day in which the window of the entry day's last instant ends. */
  private LocalDate windowEndDay(FunnelDefinition definition, LocalDate entryDay) {
    return calendar.dayOf(calendar.endOf(entryDay).minusNanos(1_000).plus(definition.window()));
  }
}
