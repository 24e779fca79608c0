package org.businessmetrics.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.businessmetrics.config.Delivery;
import org.businessmetrics.config.Delivery.Action;
import org.businessmetrics.config.Delivery.Condition;
import org.businessmetrics.report.Excerpt;
import org.businessmetrics.report.SampleReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
  @ParameterizedTest(name = "{0} under {1}: {2}")
  @CsvSource({
    "'', '', Send",
    "failed_checks, '', Banner",
    "missing_figures, '', Banner",
    "no_figures, '', Hold",
    "stale, '', Banner",
    "not_computed, '', Send",
    "failed_checks, failed_checks=send, Send",
    "failed_checks, failed_checks=hold, Hold",
    "stale, stale=hold, Hold",
    "no_figures, no_figures=banner, Banner",
    "not_computed, not_computed=hold, Hold",
    "failed_checks+not_computed, '', Banner",
    "failed_checks+stale+missing_figures, stale=hold, Hold",
    "failed_checks+stale, failed_checks=send;stale=send, Send",
  })
  void theStrictestConditionDecides(String found, String rules, String decision) {
    assertThat(Gate.decide(rules(rules), found(found)).getClass().getSimpleName())
        .isEqualTo(decision);
  }

  @Test
  void saysEverythingThatMattersAndNothingElse() {
    Gate.Decision decision =
        Gate.decide(rules("stale=hold"), found("failed_checks+stale+not_computed"));
    assertThat(decision.words()).containsExactly("words of stale", "words of failed_checks");
    assertThat(Gate.decide(rules(""), Map.of()).words()).isEmpty();
  }

  @Test
  void findsNothingWrongWithAWholeReport() {
    assertThat(conditions(SampleReport.create())).isEmpty();
  }

  @Test
  void saysInWordsWhatIsMissing() {
    assertThat(conditions(SampleReport.create().without("dau")))
        .containsExactly(
            Map.entry(Condition.MISSING_FIGURES, "Missing for this day: Daily active users"));
    assertThat(
            conditions(SampleReport.create().warning("revenue_daily.refunds", "more than usual")))
        .containsExactly(
            Map.entry(
                Condition.FAILED_CHECKS,
                "1 check did not pass: revenue_daily.refunds, Sun 22 Nov: more than usual"));
    assertThat(conditions(SampleReport.withoutPayments()))
        .hasEntrySatisfying(
            Condition.NOT_COMPUTED, words -> assertThat(words).contains("(no payments relation)"));
    assertThat(conditions(SampleReport.withoutHistory()))
        .containsEntry(Condition.NO_FIGURES, "No tile of the report has a figure");
    assertThat(
            Gate.conditions(
                Excerpt.of(SampleReport.create().snapshot()),
                Optional.of(SampleReport.DAY.plusDays(1))))
        .containsExactly(
            Map.entry(
                Condition.STALE,
                "Mon 23 Nov is over and not published yet; these are the figures of Sun 22 Nov"));
  }

  private static Map<Condition, String> conditions(SampleReport report) {
    return Gate.conditions(Excerpt.of(report.snapshot()), Optional.empty());
  }

  private static Map<Condition, String> found(String text) {
    Map<Condition, String> found = new EnumMap<>(Condition.class);
    Arrays.stream(text.split("\\+"))
        .filter(name -> !name.isEmpty())
        .forEach(name -> found.put(condition(name), "words of " + name));
    return found;
  }

  private static Delivery.Gate rules(String text) {
    Map<Condition, Action> rules = new EnumMap<>(Condition.class);
    Arrays.stream(text.split(";"))
        .filter(rule -> !rule.isEmpty())
        .map(rule -> rule.split("="))
        .forEach(
            rule ->
                rules.put(condition(rule[0]), Action.valueOf(rule[1].toUpperCase(Locale.ROOT))));
    return new Delivery.Gate(rules);
  }

  private static Condition condition(String name) {
    return Condition.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
