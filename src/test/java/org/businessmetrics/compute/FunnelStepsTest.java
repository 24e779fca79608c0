package org.businessmetrics.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.businessmetrics.config.Funnel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunnelStepsTest {
  @Test
  void ordersTheStepsByTheirPositionAndTakesEitherKindOfWindow() {
    FunnelSteps read =
        FunnelSteps.read(
            Stream.concat(
                    steps("buy", "3:pay:24:", "1:view:24:", "2:add:24:").stream(),
                    steps("learn", "1:open::P7D", "2:finish::P7D").stream())
                .toList());
    assertThat(read.funnels())
        .containsExactly(
            funnel("buy", Duration.ofHours(24), "view", "add", "pay"),
            funnel("learn", Duration.ofDays(7), "open", "finish"));
    assertThat(read.quarantine().rows()).isZero();
    assertThat(read.quarantine().rowsRead()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1:view:24: | steps are [view] (must be two or more)",
        "1:view:24: 3:pay:24: | positions are [1, 3] (must be 1 to 2, each once)",
        "1:view:24: 1:pay:24: | positions are [1, 1] (must be 1 to 2, each once)",
        ":view:24: 2:pay:24: | a step has no position",
        "1:view:0: 2:pay:0: | window is PT0S (must be > 0)",
        "1:view:-1: 2:pay:-1: | window is PT-1H (must be > 0)",
        "1:view:8785: 2:pay:8785: | window is PT8785H (must be at most 366 days)",
        "1:view:: 2:pay:: | no window",
        "1:view::soon 2:pay::soon | window is 'soon' (must be an ISO 8601 duration, as in PT24H)",
        "1:view::PT0.5S 2:pay::PT0.5S | window is PT0.5S (must be whole seconds)",
        "1:view:24: 2::24: | steps are [view, ] (none may be empty)",
      })
  void setsAsideAFunnelThatCantBeUsedAndGoesOnWithTheOthers(String rows, String reason) {
    FunnelSteps read =
        FunnelSteps.read(
            Stream.concat(
                    steps("broken", rows.split(" ")).stream(),
                    steps("good", "1:a:1:", "2:b:1:").stream())
                .toList());
    assertThat(read.funnels()).containsExactly(funnel("good", Duration.ofHours(1), "a", "b"));
    assertThat(read.quarantine().rowsByReason()).containsOnlyKeys(reason);
    assertThat(read.quarantine().examples())
        .containsExactly(new Quarantine.Example("broken", reason, null));
  }

  @Test
  void setsAsideAFunnelWithARowThatCantBeReadOrWithTwoWindows() {
    FunnelSteps read =
        FunnelSteps.read(
            List.of(
                step("two", 1L, "a", 1L),
                step("two", 2L, "b", 2L),
                new FunnelSteps.Step("torn", 1L, "a", 1L, null, "k", "position can't be read"),
                step("torn", 2L, "b", 1L),
                new FunnelSteps.Step(null, 1L, "a", 1L, null, "funnels.csv:7", null)));
    assertThat(read.funnels()).isEmpty();
    assertThat(read.quarantine().examples())
        .extracting(Quarantine.Example::rowKey)
        .containsExactlyInAnyOrder("two", "torn", "funnels.csv:7");
    assertThat(read.quarantine().rowsByReason().keySet())
        .anyMatch(reason -> reason.startsWith("more than one window"))
        .contains("position can't be read", "no funnel");
  }

  /** Steps as {@code position:step:window_hours:window}. */
  private static List<FunnelSteps.Step> steps(String funnel, String... rows) {
    return Stream.of(rows)
        .map(row -> row.split(":", -1))
        .map(
            cells ->
                new FunnelSteps.Step(
                    funnel,
                    number(cells[0]),
                    cells[1],
                    number(cells[2]),
                    cells[3].isEmpty() ? null : cells[3],
                    "key",
                    null))
        .toList();
  }

  private static FunnelSteps.Step step(String funnel, long position, String step, long hours) {
    return new FunnelSteps.Step(funnel, position, step, hours, null, "key", null);
  }

  private static @Nullable Long number(String text) {
    return text.isEmpty() ? null : Long.valueOf(text);
  }

  private static Funnel funnel(String name, Duration window, String... steps) {
    return new Funnel(
        name, List.of(steps), Optional.of(window), List.of(), Funnel.Exclusion.DROP_OFF);
  }
}
