package org.businessmetrics.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.testing.TestSpark;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Retention over years: cohorts that reach their last period, and such as leave the table. */
class LongHistoryTest {
  private static final LocalDate START = LocalDate.of(2019, 11, 20);
  private static final int DAYS = 7 * 365;
  private static final int USERS = 250;

  /** A night, a month, and a first run; the last days lie in and at the end of weeks and months. */
  @ParameterizedTest
  @CsvSource({
    "2026-03-30, 2026-04-02, MONDAY, true",
    "2026-02-01, 2026-02-28, SUNDAY, true",
    "2024-02-29, 2024-02-29, SATURDAY, false",
    "2019-11-20, 2026-01-31, MONDAY, true"
  })
  void everyCellIsAsDefined(
      LocalDate first, LocalDate last, DayOfWeek weekStart, boolean hasAccounts) {
    SparkSession session = TestSpark.session();
    History history = history(weekStart, hasAccounts);
    QueryParameters parameters =
        new QueryParameters(
            first,
            last,
            last,
            3,
            ZoneOffset.UTC,
            hasAccounts ? Set.of("accounts", "activity") : Set.of("activity"),
            Optional.empty(),
            BigDecimal.ONE);
    Catalog.load(Path.of("sql", "metrics")).metrics().stream()
        .filter(metric -> metric.name().startsWith("retention"))
        .forEach(
            metric -> {
              new Views(session, history, parameters).create(metric);
              assertThat(Lines.of(FinalRows.rows(session, metric, parameters)))
                  .as(metric.name())
                  .isNotEmpty()
                  .isEqualTo(new Oracle(history, parameters).table(metric.name()));
            });
  }

  /** Users who come now and then for years, some of them before they sign up. */
  private static History history(DayOfWeek weekStart, boolean hasAccounts) {
    Random dice = new Random(3);
    Map<String, NavigableSet<LocalDate>> active = new HashMap<>();
    List<History.Signup> signups = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      String user = "u" + i;
      LocalDate signup = START.plusDays(dice.nextInt(DAYS));
      NavigableSet<LocalDate> days = new TreeSet<>();
      for (LocalDate day = signup.minusDays(dice.nextInt(3) * 4L);
          day.isBefore(START.plusDays(DAYS));
          day = day.plusDays(1L + dice.nextInt(1 + dice.nextInt(120)))) {
        days.add(day);
      }
      active.put(user, dice.nextInt(10) == 0 ? new TreeSet<>() : days);
      if (hasAccounts) {
        signups.add(
            new History.Signup(user, signup.atStartOfDay(ZoneOffset.UTC).toInstant(), signup));
      }
    }
    return new History(START, weekStart, active, signups, List.of(), List.of(), List.of());
  }
}
