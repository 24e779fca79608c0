package org.businessmetrics.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code metrics.mrr_as_known_on} against what each night saw in the spans when it ran. */
class MrrAsKnownOnTest {
  private static final String BASIC =
      "plan=basic amount=9.99 currency=USD interval=month interval_count=1 ";
  private static final String PREMIUM =
      "plan=premium amount=19.99 currency=USD interval=month interval_count=1 ";
  private static final String ACTIVE = "status=active started_at=2026-02-20T10:00:00Z";
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);
  private static final LocalDate LAST = LocalDate.of(2026, 3, 8);

  private final SubscriptionStory story = new SubscriptionStory(ZoneId.of("America/New_York"));

  @Test
  void answersForTheDateOfANightWhatThatNightSaw() {
    daysOf("America/New_York");
    story
        .change("e1", "2026-02-20T10:00:00Z", "s1", BASIC + "status=active")
        .row("s1", row("premium", "2026-02-28T10:00:00Z"))
        .row("s2", row("premium", "2026-02-20T10:00:00Z"));
    Map<LocalDate, List<String>> seen = new TreeMap<>();
    FIRST
        .datesUntil(LAST.plusDays(1))
        .forEach(
            night -> {
              happens(night);
              story.night(night.toString());
              seen.put(night, asTheSpansSay(night));
            });

    assertThat(seen.values().stream().distinct().count()).isGreaterThan(5);
    seen.forEach(
        (night, figures) ->
            assertThat(asKnownOn(night)).as("night of " + night).isEqualTo(figures));
    // An event of 25 February was read in the night of 5 March, which falls on the 6th.
    assertThat(total("2026-02-26", "2026-03-05")).containsExactly("2|29.98");
    assertThat(total("2026-02-26", "2026-03-06")).containsExactly("2|39.98");
  }

  @Test
  void countsACustomerOfTwoPlansOnceInTheTotal() {
    daysOf("UTC");
    story
        .row("s1", row("basic", "2026-02-20T10:00:00Z") + " user_id=ann")
        .row("s2", row("premium", "2026-02-20T10:00:00Z") + " user_id=ann")
        .night("2026-03-05");

    assertThat(
            story
                .database()
                .rows(
                    "select plan, currency, paying_customers, round(mrr, 2)"
                        + " from metrics.mrr_as_known_on('2026-03-05', '2026-03-06')"))
        .containsExactly("all|USD|1|29.98", "basic|USD|1|9.99", "premium|USD|1|19.99");
  }

  @Test
  void refusesADayAfterTheOneOnWhichItWasKnown() {
    daysOf("UTC");
    assertThatThrownBy(() -> total("2026-03-05", "2026-03-04"))
        .hasStackTraceContaining(
            "Invalid day: 2026-03-05 (must not be after the day on which it was known, 2026-03-04)");
  }

  /** What changes on some days, late news among it. */
  private void happens(LocalDate day) {
    switch (day.getDayOfMonth()) {
      case 3 -> story.row("s3", late("2026-03-03T12:00:00Z"));
      case 4 ->
          story.row("s2", row("premium", "2026-03-04T12:00:00Z").replace("active", "canceled"));
      case 5 ->
          story.change(
              "e2", "2026-02-25T10:00:00Z", "2026-03-06T03:00:00Z", "s1", PREMIUM + ACTIVE);
      case 6 -> story.row("s3", late("2026-03-06T12:00:00Z").replace("active", "past_due"));
      case 7 -> story.delete("s1");
      default -> {
        // A quiet day.
      }
    }
  }

  private static String row(String plan, String updatedAt) {
    return "status=active plan=%s started_at=2026-02-20T10:00:00Z updated_at=%s"
        .formatted(plan, updatedAt);
  }

  private static String late(String updatedAt) {
    return row("basic", updatedAt).replace("started_at=2026-02-20", "started_at=2026-03-03");
  }

  /** The last three days, in the night after the last of them. */
  private List<String> asTheSpansSay(LocalDate night) {
    List<String> figures = new ArrayList<>();
    for (LocalDate day : lastThree(night)) {
      figures.addAll(
          story.figures(
              "'%s', plan, count(*), round(sum(mrr), 2)".formatted(day),
              night,
              "mrr > 0 and '%1$s' between first_day and coalesce(last_day, '%1$s')".formatted(day),
              "plan"));
    }
    return figures;
  }

  private List<String> asKnownOn(LocalDate night) {
    List<String> figures = new ArrayList<>();
    for (LocalDate day : lastThree(night)) {
      figures.addAll(
          story
              .database()
              .rows(
                  "select '%s', plan, paying_customers, round(mrr, 2) from metrics.mrr_as_known_on('%s', '%s') where plan <> 'all' order by plan"
                      .formatted(day, day, night.plusDays(1))));
    }
    return figures;
  }

  private List<String> total(String day, String knownOn) {
    return story
        .database()
        .rows(
            "select paying_customers, round(mrr, 2) from metrics.mrr_as_known_on('%s', '%s') where plan = 'all'"
                .formatted(day, knownOn));
  }

  private static List<LocalDate> lastThree(LocalDate night) {
    return List.of(night.minusDays(2), night.minusDays(1), night);
  }

  private void daysOf(String zone) {
    UUID run = story.database().startRun(FIRST, LAST);
    story
        .database()
        .execute(
            """
            insert into metrics.days (day, zone, starts_at, ends_at, published_at, data_version, run_id, is_final)
            values ('2026-03-01', '%s', '2026-03-01', '2026-03-02', '2026-03-02', 1, '%s', false)
            """
                .formatted(zone, run));
  }
}
