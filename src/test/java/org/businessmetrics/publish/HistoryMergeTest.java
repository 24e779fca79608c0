package org.businessmetrics.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.businessmetrics.config.PriceLine.Interval;
import org.junit.jupiter.api.Test;

/** The past of a source that overwrites its rows, each trap by name. */
class HistoryMergeTest {
  private static final String MONTHLY = "amount=9.99 currency=USD interval=month ";
  private static final String LARGER = "amount=19.99 currency=USD interval=month ";
  private static final String STATES = "valid_from at time zone 'UTC', status, plan, mrr, source";
  private static final String SPANS =
      "first_day, last_day, status, plan, round(mrr, 2), round(trial_mrr, 2), end_reason, source";

  private final SubscriptionStory story = new SubscriptionStory();

  @Test
  void aCancellationThatOverwroteTheRowIsFoundInTheEvents() {
    story
        .change("e1", "2026-01-05T10:00:00Z", "s1", MONTHLY + "status=active")
        .change(
            "e2",
            "2026-02-20T10:00:00Z",
            "s1",
            MONTHLY
                + "status=canceled started_at=2026-01-05T10:00:00Z ended_at=2026-02-20T10:00:00Z"
                + " cancellation_reason=voluntary")
        .row(
            "s1",
            "status=canceled plan=basic started_at=2026-01-05T10:00:00Z"
                + " canceled_at=2026-02-20T10:00:05Z updated_at=2026-02-20T10:00:05Z");
    assertThat(story.night("2026-03-05").differences()).isZero();
    assertThat(story.history(STATES))
        .containsExactly(
            "2026-01-05 10:00:00|active|basic|9.9900000000|events",
            "2026-02-20 10:00:00|canceled|basic|9.9900000000|events",
            "2026-03-05 00:00:00|canceled|basic|9.9900000000|observed");
    assertThat(story.spans(SPANS, "2026-03-05"))
        .containsExactly(
            "2026-01-05|2026-02-19|active|basic|9.99|0.00|voluntary|events",
            "2026-02-20|2026-03-04|canceled|basic|0.00|0.00|-|events",
            "2026-03-05|-|canceled|basic|0.00|0.00|-|observed");
  }

  @Test
  void aReturnIntoTheSameRowWithANewPlanLeavesAGap() {
    story
        .change("e1", "2026-01-05T10:00:00Z", "s1", MONTHLY + "status=active")
        .change(
            "e2",
            "2026-01-20T10:00:00Z",
            "s1",
            MONTHLY + "status=canceled started_at=2026-01-05T10:00:00Z")
        .change("e3", "2026-02-10T10:00:00Z", "s1", LARGER + "status=active")
        // News of the first subscription at the provider, after the second has begun.
        .change(
            "e4",
            "2026-02-11T10:00:00Z",
            "s1",
            MONTHLY + "status=canceled started_at=2026-01-05T10:00:00Z")
        .row(
            "s1",
            "status=active plan=premium started_at=2026-01-05T10:00:00Z updated_at=2026-02-10T10:00:04Z");
    assertThat(story.night("2026-03-05").differences()).isZero();
    assertThat(story.spans(SPANS, "2026-03-04"))
        .containsExactly(
            "2026-01-05|2026-01-19|active|basic|9.99|0.00|voluntary|events",
            "2026-01-20|2026-02-09|canceled|basic|0.00|0.00|-|events",
            "2026-02-10|-|active|premium|19.99|0.00|-|events");
  }

  @Test
  void whatTheHandlerOfAFailedFirstInvoiceCallsPastDueWasNeverInForce() {
    story
        .change(
            "e1",
            "2026-03-05T10:00:00Z",
            "s1",
            MONTHLY + "status=incomplete current_period_end=2026-04-05T10:00:00Z")
        .row(
            "s1",
            "status=past_due plan=basic started_at=2026-03-05T10:00:00Z"
                + " current_period_end=2026-04-05T10:00:00Z updated_at=2026-03-05T10:00:08Z");
    assertThat(story.night("2026-03-05").differences()).isZero();
    assertThat(story.spans("first_day, status, round(mrr, 2), source", "2026-03-05"))
        .containsExactly("2026-03-05|incomplete|0.00|observed");
  }

  @Test
  void aDebtOfALaterPeriodIsOneAlsoWhenNoEventToldThatItEverBegan() {
    story
        .change(
            "e1",
            "2026-01-05T10:00:00Z",
            "s1",
            MONTHLY + "status=incomplete current_period_end=2026-02-05T10:00:00Z")
        .row(
            "s1",
            "status=past_due plan=basic started_at=2026-01-05T10:00:00Z"
                + " current_period_end=2026-04-05T10:00:00Z updated_at=2026-03-05T11:00:00Z");
    story.night("2026-03-05");
    assertThat(story.spans("status, round(mrr, 2), source", "2026-03-05"))
        .endsWith("past_due|9.99|observed");
  }

  @Test
  void theSameEventTwiceOutOfOrderAndAgainNextNightChangesNothing() {
    story
        .change(
            "e2",
            "2026-02-20T10:00:00Z",
            "s1",
            LARGER + "status=active started_at=2026-01-05T10:00:00Z")
        .change("e1", "2026-01-05T10:00:00Z", "s1", MONTHLY + "status=active")
        .change(
            "e2",
            "2026-02-20T10:00:00Z",
            "s1",
            LARGER + "status=active started_at=2026-01-05T10:00:00Z")
        .row(
            "s1",
            "status=active plan=premium started_at=2026-01-05T10:00:00Z updated_at=2026-02-20T10:00:04Z");
    Merged first = story.night("2026-03-05");
    assertThat(first.fresh()).isEqualTo(2);
    List<String> history = story.history("*");
    Merged second = story.night("2026-03-06");
    assertThat(second.fresh()).isZero();
    assertThat(second.added() + second.superseded()).isZero();
    assertThat(story.history("*")).isEqualTo(history);
    assertThat(story.spans(SPANS, "2026-03-04"))
        .containsExactly(
            "2026-01-05|2026-02-19|active|basic|9.99|0.00|-|events",
            "2026-02-20|-|active|premium|19.99|0.00|-|events");
  }

  @Test
  void anUpdateThatArrivesBeforeTheCreationIsReadInTheOrderOfItsOwnClock() {
    story
        .change(
            "e2", "2026-01-05T10:00:00Z", "2026-01-05T10:00:01Z", "s1", MONTHLY + "status=active")
        .change(
            "e1",
            "2026-01-05T10:00:00Z",
            "2026-01-05T10:00:09Z",
            "s1",
            MONTHLY + "status=incomplete")
        .row(
            "s1",
            "status=active plan=basic started_at=2026-01-05T10:00:00Z updated_at=2026-01-05T10:00:09Z");
    story.night("2026-03-05");
    assertThat(story.spans(SPANS, "2026-03-04"))
        .containsExactly("2026-01-05|-|active|basic|9.99|0.00|-|events");
  }

  @Test
  void anEventThatArrivesLateMakesThePastAnewAndTheOldKnowledgeStays() {
    story
        .change("e1", "2026-01-05T10:00:00Z", "s1", MONTHLY + "status=active")
        .row(
            "s1",
            "status=active plan=premium started_at=2026-01-05T10:00:00Z updated_at=2026-02-20T10:00:04Z");
    story.night("2026-03-05");
    story.change(
        "e2",
        "2026-02-10T10:00:00Z",
        "2026-03-06T03:00:00Z",
        "s1",
        LARGER + "status=active started_at=2026-01-05T10:00:00Z");
    story.night("2026-03-06");
    assertThat(story.spans("first_day, plan", "2026-03-04"))
        .containsExactly("2026-01-05|basic", "2026-02-10|premium");
    assertThat(story.spansKnown("first_day, plan", "2026-03-04", "2026-03-06T02:00:00Z"))
        .containsExactly("2026-01-05|basic", "2026-02-20|premium");
    assertThat(
            story
                .database()
                .rows(
                    "select count(*) from metrics.subscription_history where superseded_at <= recorded_at"))
        .containsExactly("0");
  }

  @Test
  void eventsOfASubscriptionThatTheSourceNeverHadAreCountedAndNamed() {
    story
        .rawChange(
            "e9,2026-01-05T10:00:00Z,,,active,,USD,9.99,month,1,1,2026-01-05T10:00:00Z,,f,,,,,,,,,2026-01-05T10:00:00Z")
        .change("e8", "2026-01-05T10:00:00Z", "gone", MONTHLY + "status=active")
        .row(
            "s1",
            "status=active plan=basic started_at=2026-03-05T10:00:00Z updated_at=2026-03-05T10:00:00Z");
    Merged merged = story.night("2026-03-05");
    assertThat(merged.unknown()).isEqualTo(2);
    assertThat(merged.unusable()).isZero();
    assertThat(story.quarantine())
        .containsExactly(
            "subscription_changes|e8|of a subscription that the source does not have",
            "subscription_changes|e9|of a subscription that the source does not have");
    assertThat(story.history("subscription_id")).containsOnly("s1");
  }

  @Test
  void anEventThatIsGarbageIsNamedAndTheOthersCount() {
    story
        .rawChange("e1,,,,,,,,,,,,,,,,,,,,,,2026-01-05T10:00:00Z")
        .change("e2", "2026-01-05T10:00:00Z", "s1", MONTHLY + "status=sleeping")
        .change("e3", "2026-01-06T10:00:00Z", "s1", "amount=NaN status=active")
        .change("e4", "2026-01-07T10:00:00Z", "s1", MONTHLY + "status=active")
        .row(
            "s1",
            "status=active plan=basic started_at=2026-01-07T10:00:00Z updated_at=2026-01-07T10:00:00Z");
    Merged merged = story.night("2026-03-05");
    assertThat(merged.unusable()).isEqualTo(3);
    assertThat(merged.examples())
        .containsExactly(
            "e1: changed_at is empty",
            "e2: unknown status: sleeping",
            "e3: an amount is no number");
    assertThat(story.spans("first_day", "2026-03-04")).containsExactly("2026-01-07");
  }

  @Test
  void whatHappenedAndRevertedBetweenTwoCopiesIsFoundInTheEvents() {
    String row =
        "status=active plan=basic started_at=2026-01-05T10:00:00Z updated_at=2026-01-05T10:00:02Z";
    String basic = MONTHLY + "status=active started_at=2026-01-05T10:00:00Z";
    story.change("e1", "2026-01-05T10:00:00Z", "s1", MONTHLY + "status=active").row("s1", row);
    story.night("2026-03-05");
    story
        .change(
            "e2",
            "2026-03-06T09:00:00Z",
            "s1",
            LARGER + "status=active started_at=2026-01-05T10:00:00Z")
        .change("e3", "2026-03-08T09:00:00Z", "s1", basic);
    story.night("2026-03-08");
    assertThat(story.history(STATES).subList(1, 4))
        .containsExactly(
            "2026-03-05 00:00:00|active|basic|9.9900000000|observed",
            "2026-03-06 09:00:00|active|premium|19.9900000000|events",
            "2026-03-08 09:00:00|active|basic|9.9900000000|observed");
    assertThat(story.spans("first_day, last_day, plan, source", "2026-03-08"))
        .containsExactly(
            "2026-01-05|2026-03-04|basic|events",
            "2026-03-05|2026-03-05|basic|observed",
            "2026-03-06|2026-03-07|premium|events",
            "2026-03-08|-|basic|observed");
  }

  @Test
  void anEventThatTheNextCopyContradictsIsNotUsedButNamed() {
    story
        .change("e1", "2026-01-05T10:00:00Z", "s1", MONTHLY + "status=active")
        .row(
            "s1",
            "status=active plan=basic started_at=2026-01-05T10:00:00Z updated_at=2026-01-05T10:00:02Z");
    story.night("2026-03-05");
    story.change(
        "e2",
        "2026-03-06T09:00:00Z",
        "s1",
        MONTHLY + "status=canceled started_at=2026-01-05T10:00:00Z");
    Merged merged = story.night("2026-03-06");
    assertThat(merged.differences()).isEqualTo(1);
    assertThat(story.quarantine())
        .containsExactly(
            "subscriptions|s1|the events end with basic canceled, the source says basic active");
    assertThat(story.spans("first_day, last_day, status", "2026-03-06"))
        .containsExactly("2026-01-05|2026-03-04|active", "2026-03-05|-|active");
  }

  @Test
  void theApplicationKeepsNoQuantityAndNoDiscountSoTheEventsLendThem() {
    story
        .change("e1", "2026-01-05T10:00:00Z", "s1", MONTHLY + "status=active quantity=3")
        .change(
            "e2",
            "2026-02-05T10:00:00Z",
            "s1",
            MONTHLY
                + "status=active quantity=3 discount_amount=9.97 started_at=2026-01-05T10:00:00Z")
        .row(
            "s1",
            "status=active plan=basic started_at=2026-01-05T10:00:00Z updated_at=2026-02-05T10:00:02Z");
    story.night("2026-03-05");
    assertThat(story.spans("first_day, round(mrr, 2), source", "2026-03-05"))
        .containsExactly(
            "2026-01-05|29.97|events", "2026-02-05|20.00|events", "2026-03-05|20.00|observed");
  }

  @Test
  void aTrialThatConvertsCountsFromTheDayItIsActive() {
    String trial = " trial_start=2026-01-05T10:00:00Z trial_end=2026-01-19T10:00:00Z";
    story
        .change("e1", "2026-01-05T10:00:00Z", "s1", MONTHLY + "status=trialing" + trial)
        .change(
            "e2",
            "2026-01-19T10:00:00Z",
            "s1",
            MONTHLY + "status=active started_at=2026-01-05T10:00:00Z" + trial)
        .row(
            "s1",
            "status=active plan=basic started_at=2026-01-05T10:00:00Z updated_at=2026-01-19T10:00:02Z"
                + trial);
    story.night("2026-03-05");
    assertThat(story.spans(SPANS, "2026-03-04"))
        .containsExactly(
            "2026-01-05|2026-01-18|trialing|basic|0.00|9.99|-|events",
            "2026-01-19|-|active|basic|9.99|0.00|-|events");
  }

  @Test
  void aTrialThatEndsWithoutAPaymentNeverCounts() {
    String trial = " trial_start=2026-01-05T10:00:00Z trial_end=2026-01-19T10:00:00Z";
    story.row(
        "s1",
        "status=canceled plan=basic started_at=2026-01-05T10:00:00Z canceled_at=2026-01-19T10:00:00Z"
            + " updated_at=2026-01-19T10:00:02Z"
            + trial);
    story.withoutChanges().night("2026-03-05");
    assertThat(story.spans(SPANS, "2026-03-04"))
        .containsExactly(
            "2026-01-05|2026-01-18|trialing|basic|0.00|9.99|-|assumed",
            "2026-01-19|-|canceled|basic|0.00|0.00|-|assumed");
  }

  @Test
  void somebodyWhoCanceledLongAgoIsNotAssumedToBeActiveForEver() {
    story
        .withoutChanges()
        .row(
            "s1",
            "status=canceled plan=basic started_at=2025-06-01T10:00:00Z canceled_at=2025-09-01T10:00:00Z"
                + " updated_at=2025-09-01T10:00:00Z")
        .night("2026-03-05");
    assertThat(story.spans(SPANS, "2026-03-05"))
        .containsExactly(
            "2025-06-01|2025-08-31|active|basic|9.99|0.00|voluntary|assumed",
            "2025-09-01|2026-03-04|canceled|basic|0.00|0.00|-|assumed",
            "2026-03-05|-|canceled|basic|0.00|0.00|-|observed");
  }

  @Test
  void paidPeriodsTellThePastWhereNoEventDoes() {
    story
        .invoice("i1", "s1", "2025-06-01T10:00:00Z", "2025-07-01T10:00:00Z", "9.99")
        .invoice("i2", "s1", "2025-07-01T10:00:00Z", "2025-08-01T10:00:00Z", "9.99")
        // The rest of a period, after a change of plan.
        .invoice("i3", "s1", "2025-07-20T10:00:00Z", "2025-08-01T10:00:00Z", "3.87")
        .invoice("i4", "s1", "2025-10-01T10:00:00Z", "2026-10-01T10:00:00Z", "199.00")
        .row(
            "s1",
            "status=active plan=premium interval=year started_at=2025-06-01T10:00:00Z updated_at=2025-10-01T10:00:02Z")
        .priceBook(
            SubscriptionStory.price("basic", "9.99", Interval.MONTH),
            SubscriptionStory.price("premium", "19.99", Interval.MONTH),
            SubscriptionStory.price("premium", "199.00", Interval.YEAR))
        .night("2026-03-05");
    assertThat(story.spans(SPANS, "2026-03-04"))
        .containsExactly(
            "2025-06-01|2025-07-31|active|basic|9.99|0.00|voluntary|invoices",
            "2025-08-01|2025-09-30|canceled|basic|0.00|0.00|-|invoices",
            "2025-10-01|-|active|premium|16.58|0.00|-|invoices");
  }

  @Test
  void aScheduledCancellationCountsUntilThePeriodEndsAndCanBeTakenBack() {
    String active =
        MONTHLY
            + "status=active started_at=2026-01-05T10:00:00Z current_period_end=2026-02-05T10:00:00Z ";
    String next = active.replace("2026-02-05", "2026-03-05");
    story
        .change("e1", "2026-01-05T10:00:00Z", "s1", active)
        .change(
            "e2",
            "2026-01-10T10:00:00Z",
            "s1",
            active + "cancel_at_period_end=t cancel_requested_at=2026-01-10T10:00:00Z")
        .change("e3", "2026-01-12T10:00:00Z", "s1", active)
        .change("e4", "2026-02-05T10:00:00Z", "s1", next)
        .change(
            "e5",
            "2026-02-07T10:00:00Z",
            "s1",
            next + "cancel_at_period_end=t cancel_requested_at=2026-02-07T10:00:00Z")
        .change("e6", "2026-02-07T15:00:00Z", "s1", next)
        .change(
            "e7",
            "2026-02-20T10:00:00Z",
            "s1",
            next + "cancel_at_period_end=t cancel_requested_at=2026-02-20T10:00:00Z")
        .row(
            "s1",
            "status=active plan=basic started_at=2026-01-05T10:00:00Z current_period_end=2026-03-05T10:00:00Z"
                + " cancel_at_period_end=t updated_at=2026-02-20T10:00:02Z");
    story.night("2026-03-03");
    story.night("2026-03-06");
    assertThat(
            story.spans(
                "first_day, last_day, is_in_force, cancels_at_period_end, cancel_requested_day, end_reason",
                "2026-03-06"))
        .containsExactly(
            "2026-01-05|2026-01-09|t|f|-|-",
            "2026-01-10|2026-01-11|t|t|2026-01-10|-",
            "2026-01-12|2026-02-06|t|f|-|-",
            "2026-02-07|2026-02-07|t|f|2026-02-07|-",
            "2026-02-08|2026-02-19|t|f|-|-",
            "2026-02-20|2026-03-02|t|t|2026-02-20|-",
            "2026-03-03|2026-03-03|t|t|2026-02-20|-",
            "2026-03-04|2026-03-04|t|t|2026-02-20|voluntary",
            "2026-03-05|2026-03-05|f|f|2026-02-20|-",
            "2026-03-06|-|f|f|2026-02-20|-");
  }

  @Test
  void aDebtCountsThirtyDaysAndThenIsAnInvoluntaryEnd() {
    story
        .change("e1", "2026-01-05T10:00:00Z", "s1", MONTHLY + "status=active")
        .change(
            "e2",
            "2026-01-20T23:00:00Z",
            "s1",
            MONTHLY + "status=past_due started_at=2026-01-05T10:00:00Z")
        .change(
            "e3",
            "2026-01-25T10:00:00Z",
            "s1",
            MONTHLY + "status=past_due quantity=1 started_at=2026-01-05T10:00:00Z")
        .row(
            "s1",
            "status=past_due plan=basic started_at=2026-01-05T10:00:00Z updated_at=2026-01-25T10:00:02Z");
    story.night("2026-03-05");
    assertThat(
            story.spans("first_day, last_day, is_in_force, is_past_due, end_reason", "2026-03-04"))
        .containsExactly(
            "2026-01-05|2026-01-19|t|f|-",
            "2026-01-20|2026-02-18|t|t|involuntary",
            "2026-02-19|-|f|f|-");
  }

  @Test
  void aFailedInvoiceThatSetTheRowWithoutAnEventCountsFromTheCopy() {
    story
        .change("e1", "2026-01-05T10:00:00Z", "s1", MONTHLY + "status=active")
        .row(
            "s1",
            "status=active plan=basic started_at=2026-01-05T10:00:00Z updated_at=2026-01-05T10:00:02Z");
    story.night("2026-03-05");
    story.row(
        "s1",
        "status=past_due plan=basic started_at=2026-01-05T10:00:00Z updated_at=2026-03-06T10:00:02Z");
    assertThat(story.night("2026-03-06").differences()).isEqualTo(1);
    assertThat(story.spans("first_day, last_day, status, is_past_due, source", "2026-03-06"))
        .containsExactly(
            "2026-01-05|2026-03-04|active|f|events",
            "2026-03-05|2026-03-05|active|f|observed",
            "2026-03-06|-|past_due|t|observed");
  }

  @Test
  void aPauseCountsNothingUntilItIsOver() {
    story
        .change("e1", "2026-01-05T10:00:00Z", "s1", MONTHLY + "status=active")
        .change(
            "e2",
            "2026-01-20T10:00:00Z",
            "s1",
            MONTHLY + "status=paused started_at=2026-01-05T10:00:00Z")
        .change(
            "e3",
            "2026-02-20T10:00:00Z",
            "s1",
            MONTHLY + "status=active started_at=2026-01-05T10:00:00Z")
        .row(
            "s1",
            "status=active plan=basic started_at=2026-01-05T10:00:00Z updated_at=2026-02-20T10:00:02Z");
    story.night("2026-03-05");
    assertThat(story.spans(SPANS, "2026-03-04"))
        .containsExactly(
            "2026-01-05|2026-01-19|active|basic|9.99|0.00|voluntary|events",
            "2026-01-20|2026-02-19|paused|basic|0.00|0.00|-|events",
            "2026-02-20|-|active|basic|9.99|0.00|-|events");
  }

  @Test
  void aPauseThatTheRowHasNoWordForCountsUntilAnEventEndsIt() {
    String active = "status=active plan=basic started_at=2026-01-05T10:00:00Z updated_at=";
    String begun = " started_at=2026-01-05T10:00:00Z";
    story
        .change("e1", "2026-01-05T10:00:00Z", "s1", MONTHLY + "status=active")
        .row("s1", active + "2026-01-05T10:00:02Z")
        .night("2026-01-10");
    story
        .change("e2", "2026-01-20T10:00:00Z", "s1", MONTHLY + "status=paused" + begun)
        .row("s1", active + "2026-01-20T10:00:02Z");
    assertThat(story.night("2026-01-20").differences()).isZero();
    story
        .change("e3", "2026-01-28T10:00:00Z", "s1", MONTHLY + "status=active" + begun)
        .row("s1", active + "2026-01-28T10:00:02Z")
        .night("2026-01-28");
    assertThat(story.history(STATES))
        .containsExactly(
            "2026-01-05 10:00:00|active|basic|9.9900000000|events",
            "2026-01-10 00:00:00|active|basic|9.9900000000|observed",
            "2026-01-20 10:00:00|paused|basic|9.9900000000|events",
            "2026-01-20 10:00:02|paused|basic|9.9900000000|observed",
            "2026-01-28 10:00:00|active|basic|9.9900000000|events",
            "2026-01-28 10:00:02|active|basic|9.9900000000|observed");
  }

  @Test
  void aPauseIsOverWhereRowsThatCanSaySoSayThatItIs() {
    String begun = " started_at=2026-01-05T10:00:00Z";
    story
        .change("e1", "2026-01-05T10:00:00Z", "s1", MONTHLY + "status=active")
        .row("s1", "status=paused plan=basic updated_at=2026-01-20T10:00:02Z" + begun)
        .change("e2", "2026-01-20T10:00:00Z", "s1", MONTHLY + "status=paused" + begun)
        .night("2026-01-20");
    story
        .row("s1", "status=active plan=basic updated_at=2026-01-28T10:00:02Z" + begun)
        .night("2026-01-28");
    assertThat(story.history(STATES)).last().asString().startsWith("2026-01-28 10:00:02|active|");
  }

  @Test
  void aDeletedAccountLeavesOnTheDayItsDeletionIsSeen() {
    story
        .row(
            "s1",
            "status=active plan=basic started_at=2026-03-01T10:00:00Z updated_at=2026-03-01T10:00:00Z")
        .row(
            "s2",
            "status=active plan=basic started_at=2026-03-01T10:00:00Z updated_at=2026-03-01T10:00:00Z")
        .withoutChanges();
    story.night("2026-03-04");
    story.delete("s1");
    story.night("2026-03-05");
    assertThat(
            story.spans(
                "subscription_id, first_day, last_day, is_in_force, end_reason", "2026-03-07"))
        .contains("s1|2026-03-04|2026-03-05|t|unknown")
        .noneMatch(span -> span.startsWith("s1|2026-03-06"));
  }

  @Test
  void anEventThatWasMergedStaysWhenItsAccountIsDeletedAndItIsReadAgain() {
    story
        .change("e1", "2026-03-01T10:00:00Z", "s1", MONTHLY + "status=active")
        .row(
            "s1",
            "status=active plan=basic started_at=2026-03-01T10:00:00Z updated_at=2026-03-01T10:00:02Z")
        .night("2026-03-04");
    story
        .delete("s1")
        .rawChange(
            "e1,2026-03-01T10:00:00Z,,,active,,USD,9.99,month,,,2026-03-01T10:00:00Z,,,,,,,,,,,2026-03-01T10:00:02Z")
        .night("2026-03-05");
    assertThat(story.spans("first_day, last_day, is_in_force, end_reason", "2026-03-07"))
        .last()
        .isEqualTo("2026-03-04|2026-03-05|t|unknown");
    assertThat(story.quarantine()).isEmpty();
  }

  @Test
  void nobodyCanSayThatHeObservedADayThatNoCopyFollowed() {
    story
        .row(
            "s1",
            "status=active plan=basic started_at=2026-03-01T10:00:00Z updated_at=2026-03-01T10:00:00Z")
        .withoutChanges();
    story.night("2026-03-03");
    story.night("2026-03-04");
    story.night("2026-03-07");
    assertThat(story.spans("first_day, last_day, source", "2026-03-07"))
        .containsExactly(
            "2026-03-01|2026-03-02|assumed",
            "2026-03-03|2026-03-04|observed",
            "2026-03-05|2026-03-06|assumed",
            "2026-03-07|-|observed");
  }

  @Test
  void aReplayNeverSeesWhatCameAfterItsInstant() {
    story
        .change("e1", "2026-01-05T10:00:00Z", "s1", MONTHLY + "status=active")
        .change(
            "e2",
            "2026-01-09T10:00:00Z",
            "2026-01-20T10:00:00Z",
            "s1",
            LARGER + "status=active started_at=2026-01-05T10:00:00Z")
        .change(
            "e3",
            "2026-01-12T10:00:00Z",
            "s1",
            MONTHLY + "status=paused started_at=2026-01-05T10:00:00Z")
        .row(
            "s1",
            "status=active plan=basic started_at=2026-01-05T10:00:00Z updated_at=2026-01-05T10:00:00Z");
    assertThat(story.night("2026-01-10").fresh()).isEqualTo(1);
    assertThat(story.spans("first_day, plan, status", "2026-01-09"))
        .containsExactly("2026-01-05|basic|active");
    assertThat(story.merge(Instant.parse("2026-01-08T00:00:00Z")).done()).isFalse();
  }

  @Test
  void aPlanWithoutAPriceIsNamedAndNeverNothing() {
    story
        .row(
            "s1",
            "status=active plan=mystery started_at=2026-03-01T10:00:00Z updated_at=2026-03-01T10:00:00Z")
        .row(
            "s2",
            "status=active amount=5 currency=USD interval=month started_at=2026-03-01T10:00:00Z updated_at=2026-03-01T10:00:00Z")
        .row(
            "s3",
            "status=active plan=basic amount=5 currency=USD interval=fortnight started_at=2026-03-01T10:00:00Z updated_at=2026-03-01T10:00:00Z")
        .row(
            "s4",
            "status=active amount=9.99 currency=USD interval=month started_at=2026-03-01T10:00:00Z updated_at=2026-03-01T10:00:00Z")
        .row(
            "s5",
            "status=active plan=premium started_at=2026-03-01T10:00:00Z updated_at=2026-03-01T10:00:00Z")
        .priceBook(
            SubscriptionStory.price("basic", "9.99", Interval.MONTH),
            SubscriptionStory.price("bargain", "9.99", Interval.MONTH),
            SubscriptionStory.price("premium", "19.99", Interval.MONTH),
            SubscriptionStory.price("premium", "199", Interval.YEAR))
        .night("2026-03-05");
    assertThat(story.history("distinct on (subscription_id) subscription_id, mrr, unpriced_reason"))
        .containsExactly(
            "s1|-|plan mystery has no price",
            "s2|-|no plan costs 5 USD for 1 x month",
            "s3|-|no rule for the interval 1 x fortnight",
            "s4|-|9.99 USD for 1 x month fits the plans bargain and basic",
            "s5|-|plan premium has several prices, and nothing says which");
    assertThat(story.spans("subscription_id", "2026-03-05")).isEmpty();
  }

  @Test
  void revenueIsBroughtToAMonthExactly() {
    String active =
        " status=active plan=p currency=JPY started_at=2026-03-01T10:00:00Z updated_at=2026-03-01T10:00:00Z";
    story
        .row("day", "amount=1000 interval=day interval_count=3" + active)
        .row(
            "month",
            "amount=1000 interval=month interval_count=6 quantity=2 discount_amount=1" + active)
        .row("week", "amount=1000 interval=week" + active)
        .row("year", "amount=1000 interval=year interval_count=1" + active)
        .row("gift", "amount=1000 interval=year discount_amount=1500" + active)
        .night("2026-03-05");
    assertThat(story.history("distinct on (subscription_id) subscription_id, currency, mrr"))
        .containsExactly(
            "day|JPY|10138.8888888889",
            "gift|JPY|0.0000000000",
            "month|JPY|333.1666666667",
            "week|JPY|4333.3333333333",
            "year|JPY|83.3333333333");
  }

  @Test
  void anotherPriceBookPricesThePastAnewAndTheOldFiguresStayKnown() {
    story
        .row(
            "s1",
            "status=active plan=basic started_at=2026-03-01T10:00:00Z updated_at=2026-03-01T10:00:00Z")
        .night("2026-03-05");
    Instant now = Instant.parse("2026-03-06T01:00:00Z");
    story.priceBook(SubscriptionStory.price("basic", "12", Interval.MONTH));
    Merged merged = story.at(now, LocalDate.of(2026, 3, 5));
    assertThat(merged.added()).isEqualTo(2);
    assertThat(merged.superseded()).isEqualTo(2);
    assertThat(story.spans("first_day, round(mrr, 2)", "2026-03-05"))
        .containsExactly("2026-03-01|12.00", "2026-03-05|12.00");
    assertThat(story.database().rows("select count(*) from metrics.subscription_history"))
        .containsExactly("4");
  }

  @Test
  void internalAccountsStayOutAlsoWhenTheyAreDeleted() {
    story
        .account("u-s1", true)
        .account("u-s2", false)
        .row(
            "s1",
            "status=active plan=basic started_at=2026-03-01T10:00:00Z updated_at=2026-03-01T10:00:00Z")
        .row(
            "s2",
            "status=active plan=basic started_at=2026-03-01T10:00:00Z updated_at=2026-03-01T10:00:00Z")
        .night("2026-03-05");
    assertThat(story.spans("subscription_id, first_day > '2026-03-04'", "2026-03-05"))
        .containsExactly("s2|f", "s2|t");
    story.delete("s1").forgetAccounts().account("u-s2", false).night("2026-03-06");
    assertThat(story.spans("subscription_id, first_day > '2026-03-04'", "2026-03-06"))
        .containsExactly("s2|f", "s2|t");
  }

  @Test
  void daysAreThoseOfTheZone() {
    SubscriptionStory cairo = new SubscriptionStory(java.time.ZoneId.of("Africa/Cairo"));
    cairo
        .change("e1", "2025-04-24T21:59:59Z", "s1", MONTHLY + "status=active")
        .change(
            "e2",
            "2025-04-25T20:59:59Z",
            "s1",
            LARGER + "status=active started_at=2025-04-24T21:59:59Z")
        .row(
            "s1",
            "status=active plan=premium started_at=2025-04-24T21:59:59Z updated_at=2025-04-25T20:59:59Z")
        .night("2025-05-01");
    assertThat(cairo.spans("first_day, plan", "2025-04-30"))
        .containsExactly("2025-04-24|basic", "2025-04-25|premium");
  }
}
