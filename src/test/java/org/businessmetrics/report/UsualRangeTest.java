package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.businessmetrics.report.ReportSnapshot.Band;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.junit.jupiter.api.Test;

class UsualRangeTest {
  private static final LocalDate LAST = LocalDate.of(2026, 11, 22);

  @Test
  void knowsWeekdaysAndSaysNothingBeforeItHasSeenEnough() {
    List<Point> points = points(100, 0, day -> day.getDayOfWeek().getValue() > 5 ? 600 : 1000);
    List<Band> bands = UsualRange.of(points, Unit.USERS, LAST.minusDays(99));
    assertThat(bands.get(0).day()).isEqualTo(LAST.minusDays(99 - 42));
    Band sunday = bands.get(bands.size() - 1);
    assertThat(sunday.expected()).isEqualByComparingTo("600");
    assertThat(sunday.lower()).isBetween(new BigDecimal("530"), new BigDecimal("550"));
    assertThat(sunday.upper()).isBetween(new BigDecimal("660"), new BigDecimal("670"));
  }

  @Test
  void seesADropOfAThirdAndForgetsItInWhatIsUsual() {
    List<Point> points = points(120, 0.03, day -> day.equals(LAST.minusDays(7)) ? 650 : 1000);
    List<Band> bands = UsualRange.of(points, Unit.USERS, LAST.minusDays(30));
    Band dropped = bands.get(bands.size() - 8);
    assertThat(dropped.excludes(new BigDecimal("650"))).isTrue();
    assertThat(bands.get(bands.size() - 1).expected())
        .isBetween(new BigDecimal("950"), new BigDecimal("1050"));
  }

  @Test
  void takesMoreThanAWeekOutsideForANewLevel() {
    List<Point> points = points(160, 0.01, day -> day.isAfter(LAST.minusDays(70)) ? 2000 : 1000);
    List<Band> bands = UsualRange.of(points, Unit.USERS, LAST.minusDays(1));
    assertThat(bands.get(bands.size() - 1).expected())
        .isBetween(new BigDecimal("1900"), new BigDecimal("2100"));
  }

  @Test
  void staysBetweenZeroAndOneForRatesThatAreAndTakesNegativeMoney() {
    List<Band> rates = UsualRange.of(points(90, 0.002, day -> 0.97), Unit.RATE, LAST);
    assertThat(rates.get(0).upper()).isLessThan(BigDecimal.ONE);
    List<Band> kept = UsualRange.of(points(90, 0.002, day -> 1.04), Unit.RATE, LAST);
    assertThat(kept.get(0).expected()).isBetween(new BigDecimal("1.03"), new BigDecimal("1.05"));
    List<Band> money =
        UsualRange.of(points(90, 0, day -> day.getDayOfWeek().getValue() - 4), Unit.CURRENCY, LAST);
    assertThat(money.get(0).expected()).isEqualByComparingTo("3");
  }

  private static List<Point> points(int days, double noise, ToDoubleFunction<LocalDate> level) {
    Random random = new Random(3);
    List<Point> points = new ArrayList<>();
    for (LocalDate day = LAST.minusDays(days - 1L); !day.isAfter(LAST); day = day.plusDays(1)) {
      double value = level.applyAsDouble(day) * (1 + noise * random.nextGaussian());
      points.add(new Point(day, day, BigDecimal.valueOf(value), true, true));
    }
    return points;
  }
}
