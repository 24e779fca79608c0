package org.businessmetrics.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.testing.TestSpark;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MetricQueryTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final QueryParameters PARAMETERS =
      new QueryParameters(
          DAY,
          DAY.plusDays(4),
          DAY.plusDays(5),
          3,
          ZoneId.of("UTC"),
          Set.of("accounts", "activity"),
          Optional.empty(),
          BigDecimal.ONE);

  @Test
  void returnsEveryTypeReadyToBeCopied() {
    Metric metric =
        metric(
            """
            select :first_day as day, 'a' as letter, 7 as many, 8L as few,
              cast(1.50 as decimal(10, 4)) as money, true as yes,
              timestamp '2026-03-01 00:00:00Z' as instant, null as nothing
            """,
            "day date",
            "letter text",
            "many bigint",
            "few integer",
            "money numeric",
            "yes boolean",
            "instant timestamptz",
            "nothing numeric");
    assertThat(rows(metric))
        .containsExactly(
            new @Nullable Object[] {
              DAY,
              "a",
              7L,
              8,
              new BigDecimal("1.5000"),
              true,
              Instant.parse("2026-03-01T00:00:00Z"),
              null,
              true
            });
  }

  @Test
  void callsARowFinalWhenTheLookbackAfterItsHorizonIsOver() {
    Metric metric =
        metric("select explode(sequence(:first_day, :last_day)) as day order by day", "day date");
    assertThat(rows(metric))
        .extracting(row -> row[1])
        .containsExactly(true, true, true, false, false);
  }

  @Test
  void givesTheQueryEveryParameter() {
    Metric metric =
        metric(
            """
            select :first_day as day, concat_ws(' ', :last_day, :through, :lookback_days, :zone,
              :has_accounts, :has_activity, :has_payments) as given
            """,
            "day date",
            "given text");
    assertThat(rows(metric))
        .extracting(row -> row[1])
        .containsExactly("2026-03-05 2026-03-06 3 UTC true true false");
  }

  @Test
  void namesColumnsThatAreMissingOrTooMany() {
    assertThatRunning(metric("select :first_day as day, 1 as vists", "day date", "visits bigint"))
        .hasMessageContaining("The query of metric 'visits' does not return the columns of")
        .hasMessageContaining("missing columns [visits], extra columns [vists]");
  }

  @Test
  void namesColumnsInAnotherOrder() {
    assertThatRunning(metric("select 1 as visits, :first_day as day", "day date", "visits bigint"))
        .hasMessageContaining("the columns in another order: visits, day");
  }

  @Test
  void refusesFloatingPointWhereExactNumbersAreDeclared() {
    assertThatRunning(metric("select :first_day as day, 1 / 3 as rate", "day date", "rate numeric"))
        .hasMessageContaining("returns double for 'rate', which must be exact");
  }

  @Test
  void saysInOneLineWhatIsWrongWithAQuery() {
    assertThatRunning(metric("select day from no_such_view", "day date"))
        .hasMessageContaining("query.sql: [TABLE_OR_VIEW_NOT_FOUND]")
        .hasMessageNotContaining("\n");
    assertThatRunning(metric("selct 1", "day date"))
        .hasMessageContaining("query.sql: [PARSE_SYNTAX_ERROR]");
  }

  @Test
  void refusesDaysInTheWrongOrder() {
    assertThatThrownBy(
            () ->
                new QueryParameters(
                    DAY,
                    DAY.minusDays(1),
                    DAY,
                    3,
                    ZoneId.of("UTC"),
                    Set.of(),
                    Optional.empty(),
                    BigDecimal.ONE))
        .hasMessage("Invalid last day: 2026-02-28 (must be >= first day 2026-03-01)");
    assertThatThrownBy(
            () ->
                new QueryParameters(
                    DAY,
                    DAY,
                    DAY.minusDays(1),
                    3,
                    ZoneId.of("UTC"),
                    Set.of(),
                    Optional.empty(),
                    BigDecimal.ONE))
        .hasMessage("Invalid through: 2026-02-28 (must be >= last day 2026-03-01)");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertThatRunning(Metric metric) {
    return assertThatThrownBy(() -> MetricQuery.run(TestSpark.session(), metric, PARAMETERS))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION));
  }

  private static List<@Nullable Object[]> rows(Metric metric) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    FinalRows.rows(TestSpark.session(), metric, PARAMETERS).forEachRemaining(rows::add);
    return rows;
  }

  /**
   * @param columns name and type of each
   */
  private static Metric metric(String query, String... columns) {
    List<Metric.Column> declared = new ArrayList<>();
    for (String column : columns) {
      String[] nameAndType = column.split(" ");
      declared.add(new Metric.Column(nameAndType[0], nameAndType[1], "A column"));
    }
    return new Metric(
        "visits",
        1,
        "visits",
        "Visits",
        "one row a day",
        declared,
        List.of("day"),
        new Metric.Period("day", "day"),
        false,
        List.of(),
        List.of(),
        List.of(),
        List.of(
            new Metric.Headline(
                "visits",
                "1",
                "count",
                "day",
                Optional.empty(),
                "Visits",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())),
        query,
        List.of(),
        "",
        Path.of("sql", "metrics", "visits"));
  }
}
