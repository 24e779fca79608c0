package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportConfig.Pool;
import org.businessmetrics.report.ReportConfig.Table;
import org.businessmetrics.report.ReportConfig.TableKind;
import org.businessmetrics.report.ReportConfig.Width;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.businessmetrics.report.ReportSnapshot.Series;
import org.businessmetrics.report.TileFigure.Change;
import org.businessmetrics.report.TileFigure.Direction;
import org.businessmetrics.report.TileFigure.Tone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {
  private static final LocalDate DAY = SampleCompany.DAY;

  private final Path folder;

  FiguresTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void comparesADayWithTheSameWeekdayLastWeekAndFourWeeksAgo() throws Exception {
    TileFigure dau =
        figure(
            "{metric: dau}",
            day -> day.equals(DAY) ? "110" : day.equals(DAY.minusDays(7)) ? "100" : "220");
    assertThat(dau.value()).isEqualTo("110");
    assertThat(dau.changes())
        .containsExactly(
            new Change("+10.0%", "vs last Sunday", Direction.UP, Tone.GOOD),
            new Change("−50.0%", "vs 28 days before", Direction.DOWN, Tone.BAD));
  }

  @Test
  void takesFewerRefundsForGoodNewsWhereTheGoalIsDown() throws Exception {
    TileFigure refunds =
        figure("{metric: dormant_users, goal: down}", day -> day.equals(DAY) ? "90" : "100");
    assertThat(refunds.changes().get(0))
        .isEqualTo(new Change("−10.0%", "vs last Sunday", Direction.DOWN, Tone.GOOD));
  }

  @Test
  void comparesRatesInPercentagePoints() throws Exception {
    TileFigure rate = figure("{metric: stickiness}", day -> day.equals(DAY) ? "0.215" : "0.2");
    assertThat(rate.value()).isEqualTo("21.5%");
    assertThat(rate.changes().get(0).text()).isEqualTo("+1.5 pp");
  }

  @Test
  void comparesTheMonthToDateWithTheSameDaysOfTheMonthBefore() throws Exception {
    TileFigure month =
        figure(
            "{metric: signups, show: month_to_date}",
            day -> day.getMonthValue() == 11 ? "3" : day.getDayOfMonth() > 22 ? "1000" : "2");
    assertThat(month.value()).isEqualTo("66");
    assertThat(month.changes())
        .containsExactly(new Change("+50.0%", "vs 1–22 Oct", Direction.UP, Tone.GOOD));
  }

  @Test
  void knowsNoSumOfAMonthWithAnUnknownDay() throws Exception {
    TileFigure month =
        figure(
            "{metric: signups, show: month_to_date}",
            day -> day.equals(DAY.minusDays(2)) ? null : "3");
    assertThat(month.value()).isEqualTo("–");
  }

  @Test
  void saysNothingAboutAChangeFromZeroOrFromTheUnknown() throws Exception {
    TileFigure dau =
        figure(
            "{metric: dau}",
            day -> day.equals(DAY) ? "5" : day.equals(DAY.minusDays(7)) ? "0" : null);
    assertThat(dau.changes()).extracting(Change::text).containsExactly("–", "–");
    assertThat(dau.changes()).extracting(Change::tone).containsOnly(Tone.NEUTRAL);
  }

  @Test
  void showsTheLastCompleteWeekWhileAnotherIsOpen() throws Exception {
    LocalDate monday = LocalDate.of(2026, 11, 16);
    List<Point> weeks = new ArrayList<>();
    for (int back = 5; back >= 0; back--) {
      LocalDate start = monday.minusWeeks(back);
      weeks.add(
          new Point(
              start.plusDays(6), start, BigDecimal.valueOf(200 - back * 10L), back > 0, false));
    }
    ReportConfig page = page("{metric: active_users_week}");
    TileFigure week = Figures.of(with(page, series(page, weeks))).get(0);
    assertThat(week.value()).isEqualTo("190");
    assertThat(week.first()).isEqualTo(monday.minusWeeks(1));
    assertThat(week.changes().get(0))
        .isEqualTo(new Change("+5.6%", "vs the week before", Direction.UP, Tone.GOOD));
  }

  @Test
  void namesTheWeekdayOnWhichAPeriodOfManyDaysEnds() throws Exception {
    List<Point> points = new ArrayList<>();
    for (LocalDate day = DAY.minusDays(30); !day.isAfter(DAY); day = day.plusDays(1)) {
      BigDecimal value = new BigDecimal(day.equals(DAY) ? "0.05" : "0.04");
      points.add(new Point(day, day.minusDays(29), value, true, true));
    }
    ReportConfig page = page("{metric: logo_churn_rate_30d, goal: down}");
    assertThat(Figures.of(with(page, series(page, points))).get(0).changes().get(0))
        .isEqualTo(new Change("+1.0 pp", "vs last Sunday", Direction.UP, Tone.BAD));
  }

  @Test
  void showsSmallFiguresAsTilesAreShown() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("figures.yaml"),
            """
            version: 1
            pages:
            - charts:
              - kind: figures
                figures: [nrr, {metric: refund_rate, title: Refunds, show: pooled, goal: down}]
            """);
    ReportConfig report = ReportConfig.load(file, Headlines.ALL);
    assertThat(report.measures())
        .extracting(Measure::pool)
        .containsExactly(Pool.NONE, Pool.LAST_28);
    ReportSnapshot snapshot = new SampleCompany().page(report).snapshot();
    List<TileFigure> figures = Figures.of(report.charts().findFirst().orElseThrow(), snapshot);
    assertThat(figures).extracting(TileFigure::title).contains("Refunds");
    assertThat(figures.get(0).value()).endsWith("%");
    assertThat(figures.get(1).changes())
        .singleElement()
        .extracting(Change::against)
        .isEqualTo("vs the 28 days before");
    assertThat(figures.get(1).notes()).containsExactly("of 1,240, 19 Oct – 15 Nov");
    assertThat(TableData.of(table(), snapshot).rows())
        .filteredOn(row -> row.get(0).equals("Refunds"))
        .extracting(row -> row.get(1))
        .containsExactly("19 Oct – 15 Nov");
    assertThat(TableData.of(table(), snapshot).rows())
        .extracting(row -> row.get(0))
        .startsWith(figures.get(0).title(), "Refunds");
  }

  @Test
  void calledInTheTableByTheCatalogsNameOfADayWhereASmallFigureIsOfTheMonth() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("month.yaml"),
            """
            version: 1
            pages:
            - charts:
              - kind: figures
                figures:
                - {metric: signups, title: Signups this month, show: month_to_date}
                - {metric: dormant_users, title: Gone this month, show: month_to_date}
            """);
    ReportSnapshot snapshot =
        new SampleCompany().page(ReportConfig.load(file, Headlines.ALL)).snapshot();
    assertThat(TableData.of(table(), snapshot).rows())
        .extracting(row -> row.get(0))
        .containsExactly(
            "Signups this month",
            "Gone this month",
            "New signups",
            "Users of the day before who stayed away");
  }

  private static Table table() {
    return new Table("The figures", TableKind.FIGURES, Width.FULL, List.of(), 12);
  }

  @Test
  void calledPartialWhenTheDaysFigureIsMissing() throws Exception {
    ReportConfig page = page("{metric: dau}");
    Point yesterday = new Point(DAY.minusDays(1), DAY.minusDays(1), BigDecimal.ONE, true, true);
    ReportSnapshot snapshot = with(page, series(page, List.of(yesterday)));
    assertThat(Status.of(snapshot)).isEqualTo(Status.PARTIAL);
    assertThat(Figures.of(snapshot).get(0).value()).isEqualTo("–");
    assertThat(Status.of(new SampleCompany().snapshot())).isEqualTo(Status.PROVISIONAL);
    assertThat(Status.of(new SampleCompany().allFinal().snapshot())).isEqualTo(Status.COMPLETE);
  }

  @Test
  void missesNothingWhereThereIsNothingToDivideBy() throws Exception {
    Point undivided = new Point(DAY, DAY, null, true, true);
    for (String metric : List.of("stickiness", "arpu")) {
      ReportConfig page = page("{metric: %s}".formatted(metric));
      assertThat(Status.missing(with(page, series(page, List.of(undivided))))).isEmpty();
    }
    ReportConfig cohorts = page("{metric: retention_d7}");
    assertThat(Status.missing(with(cohorts, series(cohorts, List.of())))).isEmpty();
  }

  private TileFigure figure(String tile, Function<LocalDate, @Nullable String> values)
      throws IOException {
    List<Point> points = new ArrayList<>();
    for (LocalDate day = DAY.minusDays(99); !day.isAfter(DAY); day = day.plusDays(1)) {
      String value = values.apply(day);
      points.add(new Point(day, day, value == null ? null : new BigDecimal(value), true, true));
    }
    ReportConfig page = page(tile);
    return Figures.of(with(page, series(page, points))).get(0);
  }

  private ReportConfig page(String tile) throws IOException {
    Path file =
        Files.writeString(folder.resolve("page.yaml"), "version: 1\npages:\n- tiles:\n  - " + tile);
    return ReportConfig.load(file, Headlines.ALL);
  }

  private static ReportSnapshot with(ReportConfig page, Series series) {
    ReportSnapshot sample = new SampleCompany().page(page).snapshot();
    return new ReportSnapshot(
        ReportSnapshot.FORMAT,
        page,
        sample.day(),
        sample.job(),
        sample.runId(),
        sample.notice(),
        sample.currency(),
        sample.converted(),
        sample.notComputed(),
        sample.checks(),
        sample.warnings(),
        List.of(series),
        List.of(),
        List.of(),
        List.of(),
        sample.lateMovement(),
        List.of());
  }

  private static Series series(ReportConfig page, List<Point> points) {
    return new Series(
        page.measures().get(0).key(), Optional.empty(), points, List.of(), Optional.empty());
  }
}
