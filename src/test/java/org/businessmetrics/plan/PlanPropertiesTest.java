package org.businessmetrics.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.calendar.DayRange;

/** What holds for every plan, whatever is published and asked for. */
class PlanPropertiesTest {
  @Property
  void neverLeavesAHole(@ForAll("inputs") PlanInput input) {
    Set<LocalDate> published = new HashSet<>();
    input.published().ifPresent(days -> published.addAll(days.days()));
    for (RunRange range : Plan.of(input).ranges()) {
      published.addAll(range.publish().days());
      LocalDate first = published.stream().min(LocalDate::compareTo).orElseThrow();
      LocalDate last = published.stream().max(LocalDate::compareTo).orElseThrow();
      assertThat(published).hasSize(new DayRange(first, last).length());
    }
  }

  @Property
  void listsEveryDayOnceOldestFirstAndPublishesExactlyThose(@ForAll("inputs") PlanInput input) {
    Plan plan = Plan.of(input);
    List<LocalDate> due = plan.days().stream().map(DueDay::day).toList();
    assertThat(due).doesNotHaveDuplicates().isSorted();
    assertThat(plan.ranges().stream().flatMap(range -> range.publish().days().stream()).distinct())
        .containsExactlyElementsOf(due);
  }

  @Property
  void publishesEveryMissingDayInOneRunOnly(@ForAll("inputs") PlanInput input) {
    Plan plan = Plan.of(input);
    Set<LocalDate> published = new HashSet<>();
    input.published().ifPresent(days -> published.addAll(days.days()));
    for (RunRange range : plan.ranges()) {
      long before = published.size();
      published.addAll(range.publish().days());
      assertThat(published.size() - before)
          .as("every run publishes something new, or only what is published already")
          .isGreaterThanOrEqualTo(plan.ranges().size() > 1 ? 1 : 0);
    }
    assertThat(plan.days())
        .allSatisfy(
            day ->
                assertThat(day.reasons().contains(Reason.MISSING))
                    .isEqualTo(
                        input.published().filter(days -> days.contains(day.day())).isEmpty()));
  }

  @Property
  void reachesThroughTheLastPublishedDay(@ForAll("inputs") PlanInput input) {
    Plan plan = Plan.of(input);
    if (!plan.isEmpty() && input.published().isPresent()) {
      assertThat(plan.ranges().get(0).lastDay()).isAfterOrEqualTo(input.published().get().last());
    }
  }

  @Property
  void readsEveryDayThatIsNotMerelyFollowing(@ForAll("inputs") PlanInput input) {
    Plan plan = Plan.of(input);
    for (DueDay day : plan.days()) {
      boolean isRead = plan.ranges().stream().anyMatch(range -> range.read().contains(day.day()));
      assertThat(isRead).isEqualTo(!day.reasons().contains(Reason.FOLLOWS));
    }
  }

  @Property
  void leavesNothingForTheSameNightAgain(@ForAll("inputs") PlanInput input) {
    PlanInput nightly = PlanInputs.with(input, new Request.Nightly());
    Plan plan = Plan.of(nightly);
    if (!plan.isEmpty()) {
      DayRange due = new DayRange(plan.firstDay(), plan.lastDay());
      DayRange all =
          new DayRange(input.published().map(DayRange::first).orElse(due.first()), due.last());
      PlanInput after =
          new PlanInput(
              Optional.of(all),
              nightly.sourceFirstDay(),
              nightly.historyFrom(),
              nightly.lastEnded(),
              nightly.lookbackDays(),
              nightly.rangeDays(),
              nightly.calendar(),
              nightly.settling(),
              nightly.request());
      assertThat(Plan.of(after).isEmpty()).isTrue();
    }
  }

  @Provide
  Arbitrary<PlanInput> inputs() {
    Arbitrary<Integer> number = Arbitraries.integers().between(1, 60);
    Arbitrary<Integer> small = Arbitraries.integers().between(0, 12);
    Arbitrary<Request> request =
        Combinators.combine(Arbitraries.integers().between(0, 2), number, number)
            .as(
                (kind, one, other) ->
                    switch (kind) {
                      case 0 -> new Request.Nightly();
                      case 1 -> new Request.ThroughDay(PlanInputs.day(one + 5));
                      default ->
                          new Request.Backfill(
                              PlanInputs.day(Math.min(one, other)),
                              PlanInputs.day(Math.max(one, other) + 5));
                    });
    Arbitrary<Optional<DayRange>> published =
        Combinators.combine(number, small)
            .as((first, more) -> new DayRange(PlanInputs.day(first), PlanInputs.day(first + more)))
            .optional();
    Arbitrary<Optional<LocalDate>> historyFrom = number.map(PlanInputs::day).optional();
    return Combinators.combine(
            published, Arbitraries.integers().between(1, 5), historyFrom, small, small, request)
        .as(
            (days, sourceFirst, history, lookback, range, asked) ->
                new PlanInput(
                    days,
                    Optional.of(PlanInputs.day(sourceFirst)),
                    history,
                    PlanInputs.day(80),
                    lookback,
                    range + 1,
                    new BusinessCalendar(ZoneId.of("UTC"), DayOfWeek.MONDAY),
                    Duration.ZERO,
                    asked));
  }
}
