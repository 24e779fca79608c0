package org.businessmetrics.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.businessmetrics.config.Funnel;
import org.businessmetrics.config.Funnel.Exclusion;
import org.jspecify.annotations.Nullable;

/** The automaton against every attempt that there is. */
class FunnelAttemptsTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);
  private static final int SECONDS_A_DAY = 6;

  /** A funnel, and what one user did: a time between 0 and 17 with a name. */
  record Question(Funnel funnel, List<History.Event> events) {}

  /** Few times and few names, so that ties, repeated steps and windows that just fit are common. */
  @Property(tries = 20_000)
  void findsTheBestOfAllAttempts(@ForAll("questions") Question question) {
    assertThat(best(question)).isEqualTo(EveryAttempt.best(question.funnel(), question.events()));
  }

  @Provide
  Arbitrary<Question> questions() {
    Arbitrary<String> steps = Arbitraries.of("a", "b", "c");
    Arbitrary<Funnel> funnel =
        Combinators.combine(
                steps.list().ofMinSize(2).ofMaxSize(4),
                Arbitraries.integers().between(1, 12),
                Arbitraries.of(List.<String>of(), List.<String>of(), List.of("x")),
                Arbitraries.of(Exclusion.values()))
            .as(
                (names, window, exclude, exclusion) ->
                    new Funnel(
                        "f", names, Optional.of(Duration.ofSeconds(window)), exclude, exclusion));
    Arbitrary<History.Event> event =
        Combinators.combine(
                Arbitraries.integers().between(0, 17),
                Arbitraries.of("a", "a", "b", "b", "c", "x", "other"),
                Arbitraries.of("", "", "", "a", "b", "c", "x"))
            .as(FunnelAttemptsTest::event);
    return Combinators.combine(funnel, event.list().ofMaxSize(9))
        .as((asked, events) -> new Question(asked, numbered(events)));
  }

  /** The step is one of the funnel's where it is not empty. */
  private static History.Event event(int second, String name, String step) {
    return new History.Event(
        "",
        "ann",
        Instant.ofEpochSecond(second),
        FIRST.plusDays(second / SECONDS_A_DAY),
        name,
        step.isEmpty() ? null : "f",
        step.isEmpty() ? null : step);
  }

  private static List<History.Event> numbered(List<History.Event> events) {
    List<History.Event> numbered = new ArrayList<>();
    for (History.Event event : events) {
      numbered.add(
          new History.Event(
              "e" + numbered.size(),
              event.user(),
              event.at(),
              event.day(),
              event.name(),
              event.funnel(),
              event.step()));
    }
    return numbered;
  }

  private static Map<LocalDate, List<Instant>> best(Question question) {
    Funnel funnel = question.funnel();
    List<FunnelAttempts.Event> events =
        question.events().stream()
            .sorted(Comparator.comparing(History.Event::at))
            .filter(event -> mask(funnel, event) != 0 || isExcluded(funnel, event))
            .map(
                event ->
                    new FunnelAttempts.Event(
                        event.at().getEpochSecond(),
                        (int) event.day().toEpochDay(),
                        mask(funnel, event)))
            .toList();
    @Nullable Exclusion exclusion = funnel.exclude().isEmpty() ? null : funnel.exclusion();
    Map<LocalDate, List<Instant>> best = new TreeMap<>();
    for (FunnelAttempts.Entry entry :
        FunnelAttempts.best(
            events, funnel.steps().size(), funnel.window().orElseThrow().toSeconds(), exclusion)) {
      best.put(
          LocalDate.ofEpochDay(entry.day()),
          entry.times().stream().map(Instant::ofEpochSecond).toList());
    }
    return best;
  }

  private static long mask(Funnel funnel, History.Event event) {
    long mask = 0;
    for (int step = 0; step < funnel.steps().size(); step++) {
      String name = funnel.steps().get(step);
      if (event.name().equals(name) || name.equals(event.step())) {
        mask |= 1L << step;
      }
    }
    return mask;
  }

  private static boolean isExcluded(Funnel funnel, History.Event event) {
    return funnel.exclude().contains(event.name())
        || (event.step() != null && funnel.exclude().contains(event.step()));
  }

  @Example
  void countsAMillionEventsOfOneUserInOnePass() {
    List<FunnelAttempts.Event> events = new ArrayList<>();
    for (int i = 0; i < 1_000_000; i++) {
      // Every other one at the same instant as the one before; every one is a start.
      events.add(new FunnelAttempts.Event(i / 2 * 10L, i / 100_000, i % 5 == 4 ? 0b11 : 0b01));
    }
    List<FunnelAttempts.Entry> entries =
        FunnelAttempts.best(events, 3, 400_000, Exclusion.DROP_OFF);
    assertThat(entries).hasSize(10).allSatisfy(entry -> assertThat(entry.times()).hasSize(2));
  }

  @Example
  void countsAHundredThousandEventsOfOneInstant() {
    List<FunnelAttempts.Event> events = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      events.add(new FunnelAttempts.Event(7, 0, 0b1111));
    }
    assertThat(FunnelAttempts.best(events, 4, 1, null))
        .containsExactly(new FunnelAttempts.Entry(0, List.of(7L, 7L, 7L, 7L)));
  }

  @Example
  void refusesEventsInAnotherOrder() {
    assertThatThrownBy(
            () ->
                FunnelAttempts.best(
                    List.of(new FunnelAttempts.Event(2, 0, 1), new FunnelAttempts.Event(1, 0, 1)),
                    2,
                    1,
                    null))
        .hasMessage("The events are not in the order of their times");
  }
}
