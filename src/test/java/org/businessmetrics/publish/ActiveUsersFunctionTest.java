package org.businessmetrics.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.businessmetrics.ledger.MigratedStore;
import org.businessmetrics.ledger.TestMetrics;
import org.junit.jupiter.api.Test;

class ActiveUsersFunctionTest {
  private static final LocalDate START = LocalDate.of(2026, 1, 1);
  private static final int DAYS = 60;

  private final MigratedStore database = MigratedStore.create();

  @Test
  void countsDistinctUsersOfAnyWindowAsAHeadCountWould() {
    Random random = new Random(20260305);
    List<Set<Integer>> activeByDay = randomActivity(random);
    fillGaps(activeByDay, 0);
    List<String> wrong =
        database.rows(
            "select * from (values %s) as expected (first_day, last_day, users) where metrics.active_users(first_day, last_day) is distinct from users"
                .formatted(String.join(", ", everyWindow(activeByDay))));
    assertThat(wrong).isEmpty();
  }

  @Test
  void doesNotKnowWindowsThatReachBeyondThePublishedDays() {
    List<Set<Integer>> activeByDay = randomActivity(new Random(1));
    fillGaps(activeByDay, 10);
    assertThat(users(START.plusDays(9), START.plusDays(20))).isEqualTo("-");
    assertThat(users(START.plusDays(50), START.plusDays(DAYS))).isEqualTo("-");
    assertThat(users(START.plusDays(10), START.plusDays(20))).isNotEqualTo("-");
  }

  @Test
  void knowsThatNobodyWasActiveBeforeTheBeginning() {
    List<Set<Integer>> activeByDay = randomActivity(new Random(2));
    fillGaps(activeByDay, 0);
    assertThat(users(START.minusDays(29), START.plusDays(5)))
        .isEqualTo(users(START, START.plusDays(5)));
  }

  @Test
  void refusesWindowsThatAreTooLongOrEndBeforeTheyBegin() {
    fillGaps(randomActivity(new Random(3)), 0);
    assertThat(users(START.minusDays(325), START.plusDays(40))).isNotEqualTo("-");
    assertThatThrownBy(() -> users(START.minusDays(326), START.plusDays(40)))
        .hasStackTraceContaining("367 days (must be at most 366)");
    assertThatThrownBy(() -> users(START.plusDays(1), START))
        .hasStackTraceContaining("the first day must not be after the last");
  }

  private String users(LocalDate first, LocalDate last) {
    return database.one("select metrics.active_users('%s', '%s')".formatted(first, last));
  }

  private static List<Set<Integer>> randomActivity(Random random) {
    List<Set<Integer>> activeByDay = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      Set<Integer> active = new HashSet<>();
      for (int user = 0; user < 40; user++) {
        if (random.nextInt(60) <= user / 2) {
          active.add(user);
        }
      }
      activeByDay.add(active);
    }
    return activeByDay;
  }

  private void fillGaps(List<Set<Integer>> activeByDay, int firstPublished) {
    Map<Integer, Integer> lastActive = new TreeMap<>();
    List<String> rows = new ArrayList<>();
    for (int day = 0; day < activeByDay.size(); day++) {
      Map<Integer, Integer> users = new TreeMap<>();
      for (Integer user : activeByDay.get(day)) {
        Integer previous = lastActive.put(user, day);
        users.merge(previous == null ? 0 : day - previous, 1, Integer::sum);
      }
      if (day >= firstPublished) {
        LocalDate date = START.plusDays(day);
        users.forEach(
            (gap, count) ->
                rows.add("('%s', %d, %d, gen_random_uuid(), true)".formatted(date, gap, count)));
      }
    }
    database.execute(
        "insert into metrics.%s values %s"
            .formatted(TestMetrics.gaps().table(), String.join(", ", rows)));
  }

  private static List<String> everyWindow(List<Set<Integer>> activeByDay) {
    List<String> windows = new ArrayList<>();
    for (int first = 0; first < activeByDay.size(); first++) {
      Set<Integer> users = new HashSet<>();
      for (int last = first; last < activeByDay.size(); last++) {
        users.addAll(activeByDay.get(last));
        windows.add(
            "(date '%s', date '%s', %d::bigint)"
                .formatted(START.plusDays(first), START.plusDays(last), users.size()));
      }
    }
    return windows;
  }
}
