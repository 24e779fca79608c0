package org.businessmetrics.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Days on which calendars differ: which of them a subscription counts on. */
class SubscriptionDaysTest {
  private static final String DAYS =
      "first_day, coalesce(last_day::text, '-'), plan, is_in_force, source";

  private static final String BASIC = "status=active plan=basic ";

  @Test
  void onTheLeapDayAPeriodEndsThatBeganOnThe29thAndIsNotPaidAgain() {
    SubscriptionStory story = new SubscriptionStory(ZoneOffset.UTC);
    story
        .change("e1", "2024-01-29T10:00:00Z", "s1", BASIC)
        .change(
            "e2",
            "2024-02-10T10:00:00Z",
            "s1",
            BASIC
                + "cancel_at_period_end=true current_period_end=2024-02-29T10:00:00Z"
                + " started_at=2024-01-29T10:00:00Z")
        .row(
            "s1",
            BASIC
                + "cancel_at_period_end=true current_period_end=2024-02-29T10:00:00Z"
                + " started_at=2024-01-29T10:00:00Z updated_at=2024-02-10T10:00:00Z")
        .change("e3", "2024-02-29T00:00:00Z", "s2", BASIC)
        .change(
            "e4",
            "2024-03-01T00:00:00Z",
            "s2",
            "status=canceled plan=basic started_at=2024-02-29T00:00:00Z")
        .row(
            "s2",
            "status=canceled plan=basic started_at=2024-02-29T00:00:00Z updated_at=2024-03-01T00:00:00Z")
        .night("2024-03-05");

    assertThat(story.spans("subscription_id, " + DAYS, "2024-03-04"))
        .containsExactly(
            "s1|2024-01-29|2024-02-09|basic|t|events",
            "s1|2024-02-10|2024-02-28|basic|t|events",
            "s1|2024-02-29|-|basic|f|events",
            "s2|2024-02-29|2024-02-29|basic|t|events",
            "s2|2024-03-01|-|basic|f|events");
  }

  @Test
  void periodsFromThe31stAreShorterInShortMonthsAndLeaveNoGap() {
    SubscriptionStory story = new SubscriptionStory(ZoneOffset.UTC);
    story
        .invoice("p1", "s1", "2024-01-31T10:00:00Z", "2024-02-29T10:00:00Z", "9.99")
        .invoice("p2", "s1", "2024-02-29T10:00:00Z", "2024-03-31T10:00:00Z", "9.99")
        .invoice("p3", "s1", "2024-03-31T10:00:00Z", "2024-04-30T10:00:00Z", "9.99")
        .row("s1", BASIC + "started_at=2024-01-31T10:00:00Z updated_at=2024-03-31T10:00:00Z")
        .night("2024-04-20");

    assertThat(story.spans(DAYS + ", round(mrr, 2)", "2024-04-20"))
        .containsExactly(
            "2024-01-31|2024-04-19|basic|t|invoices|9.99", "2024-04-20|-|basic|t|observed|9.99");
  }

  @Test
  void aDayOf23HoursAndADebtOver30MidnightsAreCountedInDays() {
    SubscriptionStory story = new SubscriptionStory(ZoneId.of("America/New_York"));
    story
        .change("e1", "2024-03-10T06:59:59Z", "s1", BASIC)
        .change(
            "e2",
            "2024-03-11T03:59:59Z",
            "s1",
            "status=active plan=premium started_at=2024-03-10T06:59:59Z")
        .change(
            "e3",
            "2024-03-11T04:00:00Z",
            "s1",
            "status=canceled plan=premium started_at=2024-03-10T06:59:59Z")
        .row(
            "s1",
            "status=canceled plan=premium started_at=2024-03-10T06:59:59Z updated_at=2024-03-11T04:00:00Z")
        .change("e4", "2024-01-01T12:00:00Z", "s2", BASIC)
        .change(
            "e5",
            "2024-02-16T04:30:00Z",
            "s2",
            "status=past_due plan=basic started_at=2024-01-01T12:00:00Z")
        .row(
            "s2",
            "status=past_due plan=basic started_at=2024-01-01T12:00:00Z updated_at=2024-02-16T04:30:00Z")
        .night("2024-03-20");

    assertThat(story.spans("subscription_id, " + DAYS, "2024-03-19"))
        .containsExactly(
            "s1|2024-03-10|2024-03-10|premium|t|events",
            "s1|2024-03-11|-|premium|f|events",
            "s2|2024-01-01|2024-02-14|basic|t|events",
            "s2|2024-02-15|2024-03-15|basic|t|events",
            "s2|2024-03-16|-|basic|f|events");
  }

  @Test
  void eastOfGreenwichAMorningIsTheDayAfter() {
    assertThat(inZone("Pacific/Auckland"))
        .containsExactly("2024-03-02|2024-03-31|basic|t|events", "2024-04-01|-|basic|f|events");
  }

  @Test
  void westOfGreenwichAMorningIsTheDayBefore() {
    assertThat(inZone("America/Los_Angeles"))
        .containsExactly("2024-03-01|2024-03-30|basic|t|events", "2024-03-31|-|basic|f|events");
  }

  /** From noon of 1 March, UTC, to the morning of 1 April. */
  private static List<String> inZone(String zone) {
    SubscriptionStory story = new SubscriptionStory(ZoneId.of(zone));
    story
        .change("e1", "2024-03-01T11:30:00Z", "s1", BASIC)
        .change(
            "e2",
            "2024-04-01T06:59:59Z",
            "s1",
            "status=canceled plan=basic started_at=2024-03-01T11:30:00Z")
        .row(
            "s1",
            "status=canceled plan=basic started_at=2024-03-01T11:30:00Z updated_at=2024-04-01T06:59:59Z")
        .night("2024-04-10");
    return story.spans(DAYS, "2024-04-09");
  }
}
