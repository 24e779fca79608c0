package org.businessmetrics.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.businessmetrics.ledger.MigratedStore;

/** Random amounts in three currencies over 50 days, converted one by one and added up. */
class ReportingPropertiesTest {
  private static final MigratedStore DATABASE = MigratedStore.create();
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 20);
  private static final int DAYS = 50;
  private static final LocalDate LAST = FIRST.plusDays(DAYS - 1L);
  private static final List<String> CURRENCIES = List.of("EUR", "GBP", "USD");

  private static final Optional<BigDecimal> ZERO = Optional.of(BigDecimal.ZERO);

  private static final List<String> GAINS =
      List.of("new_mrr", "reactivation_mrr", "expansion_mrr", "restatement_mrr", "transfer_in_mrr");
  private static final List<String> LOSSES =
      List.of("contraction_mrr", "churned_mrr", "transfer_out_mrr");
  private static final List<String> MOVEMENTS =
      Stream.concat(GAINS.stream(), LOSSES.stream()).toList();

  /** One period of one currency. */
  private record Movement(
      String grain,
      LocalDate start,
      LocalDate end,
      String currency,
      BigDecimal opening,
      Map<String, BigDecimal> moved) {
    BigDecimal moved(String column) {
      return moved.getOrDefault(column, BigDecimal.ZERO);
    }

    BigDecimal closing() {
      BigDecimal closing = opening;
      for (String gain : GAINS) {
        closing = closing.add(moved(gain));
      }
      for (String loss : LOSSES) {
        closing = closing.subtract(moved(loss));
      }
      return closing;
    }
  }

  /** The rates of one history, with holes. */
  private static final class Rates {
    private final Map<LocalDate, Map<String, BigDecimal>> byDay = new HashMap<>();

    Rates(Random dice) {
      for (int i = 0; i < DAYS; i++) {
        Map<String, BigDecimal> ofDay = new HashMap<>(Map.of("EUR", BigDecimal.ONE));
        for (String currency : List.of("GBP", "USD")) {
          if (dice.nextInt(20) > 0) {
            ofDay.put(currency, BigDecimal.valueOf(1 + dice.nextInt(2_000_000), 6));
          }
        }
        byDay.put(FIRST.plusDays(i), ofDay);
      }
    }

    Optional<BigDecimal> rate(LocalDate day, String currency) {
      return Optional.ofNullable(byDay.getOrDefault(day, Map.of()).get(currency));
    }

    Optional<BigDecimal> converted(BigDecimal amount, LocalDate day, String currency) {
      return amount.signum() == 0
          ? Optional.of(BigDecimal.ZERO)
          : rate(day, currency).map(amount::multiply);
    }
  }

  @Property(tries = 20, seed = "4711", shrinking = ShrinkingMode.OFF)
  void everyAmountIsTheSumOfItsPartsAtTheirRates(@ForAll long seed) {
    Random dice = new Random(seed);
    Rates rates = new Rates(dice);
    publishDays(rates);
    List<Movement> movements =
        CURRENCIES.stream().flatMap(currency -> history(currency, dice)).toList();
    publish(movements);

    Map<String, List<Movement>> periods =
        movements.stream().collect(Collectors.groupingBy(one -> one.grain() + "|" + one.start()));
    List<String> expected = new ArrayList<>();
    periods.forEach((period, parts) -> expected.add(period + "|" + line(parts, rates)));
    assertThat(
            DATABASE.rows(
                "select grain, period_start, trim_scale(opening_mrr), %s, trim_scale(fx_mrr), trim_scale(closing_mrr) from metrics.mrr_movements_reporting where plan = 'all' and currency = 'EUR'"
                    .formatted(columns("trim_scale(%s)"))))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertTheyAddUp();
  }

  /** To the last decimal, wherever all parts are known. */
  private static void assertTheyAddUp() {
    assertThat(
            DATABASE.rows(
                """
                select *
                from metrics.mrr_movements_reporting
                where closing_mrr <> opening_mrr + new_mrr + reactivation_mrr + expansion_mrr
                  - contraction_mrr - churned_mrr + fx_mrr + restatement_mrr + transfer_in_mrr
                  - transfer_out_mrr
                """))
        .isEmpty();
    assertThat(
            DATABASE.rows(
                """
                select later.*
                from metrics.mrr_movements_reporting as later
                join metrics.mrr_movements_reporting as earlier
                  on earlier.grain = later.grain and earlier.period_end = later.period_start - 1
                where later.opening_mrr is distinct from earlier.closing_mrr
                """))
        .isEmpty();
  }

  @Property(tries = 20, seed = "4711", shrinking = ShrinkingMode.OFF)
  void trailingCashIsThatOfEachDayAtItsOwnRate(@ForAll long seed) {
    Random dice = new Random(seed);
    Rates rates = new Rates(dice);
    publishDays(rates);
    Map<LocalDate, Optional<BigDecimal>> ofDays = new LinkedHashMap<>();
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < DAYS; i++) {
      LocalDate day = FIRST.plusDays(i);
      Optional<BigDecimal> sum = ZERO;
      for (String currency : CURRENCIES) {
        BigDecimal net = dice.nextBoolean() ? BigDecimal.ZERO : cents(dice).subtract(cents(dice));
        rows.add("('%s', '%s', %s, gen_random_uuid(), false)".formatted(day, currency, net));
        sum = plus(sum, rates.converted(net, day, currency));
      }
      ofDays.put(day, sum);
    }
    DATABASE.execute(
        "insert into metrics.revenue_daily (day, currency, net, run_id, is_final) values "
            + String.join(", ", rows));
    List<String> expected = new ArrayList<>();
    ofDays.forEach(
        (day, net) -> {
          Optional<BigDecimal> trailing = ZERO;
          for (int back = 0; back < 30; back++) {
            trailing = plus(trailing, ofDays.getOrDefault(day.minusDays(back), ZERO));
          }
          expected.add("%s|%s|%s".formatted(day, text(net), text(trailing)));
        });
    assertThat(
            DATABASE.rows(
                "select day, trim_scale(net), trim_scale(net_30d) from metrics.revenue_daily_reporting order by day"))
        .containsExactlyElementsOf(expected);
  }

  private static String line(List<Movement> parts, Rates rates) {
    List<String> cells = new ArrayList<>();
    Optional<BigDecimal> opening = ZERO;
    Optional<BigDecimal> fx = ZERO;
    Optional<BigDecimal> closing = ZERO;
    for (Movement part : parts) {
      LocalDate before = part.start().minusDays(1);
      LocalDate end = part.end().isAfter(LAST) ? LAST : part.end();
      Optional<BigDecimal> opened = rates.converted(part.opening(), before, part.currency());
      opening = plus(opening, opened);
      closing = plus(closing, rates.converted(part.closing(), end, part.currency()));
      fx =
          plus(
              fx,
              plus(
                  rates.converted(part.opening(), end, part.currency()),
                  opened.map(BigDecimal::negate)));
    }
    cells.add(text(opening));
    for (String column : MOVEMENTS) {
      Optional<BigDecimal> moved = ZERO;
      for (Movement part : parts) {
        LocalDate end = part.end().isAfter(LAST) ? LAST : part.end();
        moved = plus(moved, rates.converted(part.moved(column), end, part.currency()));
      }
      cells.add(text(moved));
    }
    cells.add(text(fx));
    cells.add(text(closing));
    return String.join("|", cells);
  }

  private static Optional<BigDecimal> plus(Optional<BigDecimal> one, Optional<BigDecimal> other) {
    return one.flatMap(left -> other.map(left::add));
  }

  private static String text(Optional<BigDecimal> amount) {
    return amount
        .map(value -> value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString())
        .orElse("-");
  }

  /** The days and the months of a currency that was seen first on some day. */
  private static Stream<Movement> history(String currency, Random dice) {
    List<Movement> days = new ArrayList<>();
    Map<YearMonth, Movement> months = new LinkedHashMap<>();
    BigDecimal opening = BigDecimal.ZERO;
    for (int i = dice.nextInt(20); i < DAYS; i++) {
      LocalDate day = FIRST.plusDays(i);
      Map<String, BigDecimal> moved = new LinkedHashMap<>();
      for (String column : MOVEMENTS) {
        moved.put(column, dice.nextInt(3) == 0 ? cents(dice) : BigDecimal.ZERO);
      }
      Movement ofDay = new Movement("day", day, day, currency, opening, moved);
      days.add(ofDay);
      opening = ofDay.closing();
      YearMonth month = YearMonth.from(day);
      Movement soFar =
          months.getOrDefault(
              month,
              new Movement(
                  "month",
                  month.atDay(1),
                  month.atEndOfMonth(),
                  currency,
                  ofDay.opening(),
                  Map.of()));
      Map<String, BigDecimal> sums = new LinkedHashMap<>(moved);
      soFar.moved().forEach((column, amount) -> sums.merge(column, amount, BigDecimal::add));
      months.put(
          month,
          new Movement("month", soFar.start(), soFar.end(), currency, soFar.opening(), sums));
    }
    return Stream.concat(days.stream(), months.values().stream());
  }

  private static BigDecimal cents(Random dice) {
    return BigDecimal.valueOf(1 + dice.nextInt(1_000_000), 2 + dice.nextInt(9));
  }

  private static void publishDays(Rates rates) {
    DATABASE.execute(
        "truncate metrics.days, metrics.fx_rates, metrics.mrr_movements, metrics.revenue_daily");
    List<String> days = new ArrayList<>();
    List<String> ofDays = new ArrayList<>();
    for (int i = 0; i < DAYS; i++) {
      LocalDate day = FIRST.plusDays(i);
      days.add(
          "('%s', 'UTC', now(), now() + interval '1 day', now(), 1, gen_random_uuid(), false)"
              .formatted(day));
      for (String currency : CURRENCIES) {
        rates
            .rate(day, currency)
            .ifPresent(
                rate ->
                    ofDays.add(
                        "('%1$s', '%2$s', 'EUR', %3$s, '%1$s', gen_random_uuid(), false)"
                            .formatted(day, currency, rate.toPlainString())));
      }
    }
    DATABASE.execute("insert into metrics.days values " + String.join(", ", days));
    DATABASE.execute("insert into metrics.fx_rates values " + String.join(", ", ofDays));
  }

  private static void publish(List<Movement> movements) {
    DATABASE.execute(
        "insert into metrics.mrr_movements (grain, period_start, period_end, plan, currency, opening_mrr, %s, closing_mrr, is_complete, run_id, is_final) values %s"
            .formatted(
                columns("%s"),
                movements.stream()
                    .map(ReportingPropertiesTest::row)
                    .collect(Collectors.joining(", "))));
  }

  private static String row(Movement movement) {
    return "('%s', '%s', '%s', 'all', '%s', %s, %s, %s, true, gen_random_uuid(), false)"
        .formatted(
            movement.grain(),
            movement.start(),
            movement.end(),
            movement.currency(),
            movement.opening().toPlainString(),
            MOVEMENTS.stream()
                .map(column -> movement.moved(column).toPlainString())
                .collect(Collectors.joining(", ")),
            movement.closing().toPlainString());
  }

  private static String columns(String format) {
    return MOVEMENTS.stream().map(format::formatted).collect(Collectors.joining(", "));
  }
}
