package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.businessmetrics.run.Company.Visit;
import org.businessmetrics.testing.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that names each of its pages and buttons: most are used by few, on few days. */
class ThousandsOfFeaturesTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 2, 2);
  private static final int DAYS = 4;
  private static final LocalDate LAST = FIRST.plusDays(DAYS - 1);
  private static final int FEATURES = 3_000;
  private static final int USERS = 300;
  private static final int USES = 12_000;

  private final Company company = Company.in(ZoneOffset.UTC);

  /** The rows of each user of a feature, by day. */
  private final SortedMap<String, Map<String, SortedMap<LocalDate, Integer>>> uses =
      new TreeMap<>();

  @Test
  void haveEachTheFiguresOfADirectCount(@TempDir Path folder) {
    Random dice = new Random(5);
    for (int i = 0; i < USERS; i++) {
      company.account("u" + i, FIRST);
    }
    for (int i = 0; i < USES; i++) {
      // The first ones are used by many.
      String feature = "page " + dice.nextInt(1 + dice.nextInt(FEATURES));
      use("u" + dice.nextInt(USERS), feature, FIRST.plusDays(dice.nextInt(DAYS)));
    }
    assertThat(uses).hasSizeGreaterThan(2_000);
    Path source = folder.resolve("source");
    Pipeline pipeline =
        Pipeline.overCsv(
            folder.resolve("pipeline"),
            source,
            "metrics: [active_users_daily, feature_usage_daily]\n");

    for (LocalDate night : List.of(LAST.minusDays(1), LAST)) {
      company.write(source, night);
      pipeline.night(company.nightOf(night));
    }

    assertThat(
            pipeline.rows(
                "select day, feature, users, events, first_time_users, users_30d"
                    + " from metrics.feature_usage_daily order by day, feature collate \"C\""))
        .isEqualTo(counted());
  }

  private void use(String user, String feature, LocalDate day) {
    company.visit(new Visit(user, company.noon(day), "visit", feature), 0);
    uses.computeIfAbsent(feature, any -> new HashMap<>())
        .computeIfAbsent(user, any -> new TreeMap<>())
        .merge(day, 1, Integer::sum);
  }

  /** All days are within 30 of the last one. */
  private List<String> counted() {
    List<String> rows = new ArrayList<>();
    for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
      for (Map.Entry<String, Map<String, SortedMap<LocalDate, Integer>>> of : uses.entrySet()) {
        int users = 0;
        int events = 0;
        int firstTimeUsers = 0;
        int usersSoFar = 0;
        for (SortedMap<LocalDate, Integer> days : of.getValue().values()) {
          users += days.containsKey(day) ? 1 : 0;
          events += days.getOrDefault(day, 0);
          firstTimeUsers += days.firstKey().equals(day) ? 1 : 0;
          usersSoFar += days.firstKey().isAfter(day) ? 0 : 1;
        }
        if (usersSoFar > 0) {
          rows.add(
              "%s|%s|%d|%d|%d|%d"
                  .formatted(day, of.getKey(), users, events, firstTimeUsers, usersSoFar));
        }
      }
    }
    return rows;
  }
}
