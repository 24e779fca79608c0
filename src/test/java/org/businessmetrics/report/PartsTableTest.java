package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.businessmetrics.report.SampleCompany.DAY;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.report.ReportConfig.FigureKey;
import org.businessmetrics.report.ReportConfig.Pool;
import org.businessmetrics.report.ReportConfig.Segment;
import org.businessmetrics.report.ReportConfig.Table;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.businessmetrics.report.ReportSnapshot.Series;
import org.businessmetrics.report.TableData.Column;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTableTest {
  private final Path folder;
  private ReportConfig report;
  private Table table;

  PartsTableTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void read() throws Exception {
    report =
        ReportConfig.load(
            Files.writeString(
                folder.resolve("parts.yaml"),
                """
                version: 1
                pages:
                - tables:
                  - kind: parts
                    rows: 3
                    metrics:
                    - {metric: mrr_by_plan, title: MRR}
                    - {metric: new_customers_by_plan, title: New}
                """),
            Headlines.ALL);
    table = report.pages().get(0).tables().get(0);
  }

  @Test
  void listsThePartsTheLargestFirstWithWhatIsNotKnownAsADash() {
    TableData data =
        table(
            of("mrr_by_plan", "basic", "USD", today("100")),
            of("mrr_by_plan", "pro_team", "USD", today("2500.5")),
            of("new_customers_by_plan", "pro_team", "USD", month("3")),
            of("new_customers_by_plan", "free", "USD", month("7")));
    assertThat(data.title()).isEqualTo("Parts");
    assertThat(data.columns())
        .containsExactly(
            new Column("Plan", false), new Column("MRR", true), new Column("New", true));
    assertThat(data.rows())
        .containsExactly(
            List.of("pro team", "$2,500.50", "3"),
            List.of("basic", "$100.00", "–"),
            List.of("free", "–", "7"));
  }

  @Test
  void leavesOutPartsThatHaveNoFigureOfTheDayOtherCurrenciesAndMoreThanItsRows() {
    Point yesterday = new Point(DAY.minusDays(1), DAY.minusDays(1), BigDecimal.TEN, true, true);
    TableData data =
        table(
            of("mrr_by_plan", "gone", "USD", yesterday),
            of("mrr_by_plan", "unknown", "USD", today(null)),
            of("mrr_by_plan", "euro", "EUR", today("9")),
            of("mrr_by_plan", "a", "USD", today("1")),
            of("mrr_by_plan", "b", "USD", today("2")),
            of("mrr_by_plan", "c", "USD", today("3")),
            of("mrr_by_plan", "d", "USD", today("4")));
    assertThat(data.rows()).extracting(row -> row.get(0)).containsExactly("d", "c", "b");
    assertThat(data.title()).isEqualTo("Parts · 3 of 4 · in USD only");
  }

  @Test
  void isEmptyWhereThereIsNothing() {
    assertThat(table().rows()).isEmpty();
  }

  private TableData table(Series... series) {
    ReportSnapshot company = new SampleCompany().page(report).snapshot();
    return TableData.of(table, company.with(company.day(), List.of(), List.of(series)));
  }

  private static Point today(@Nullable String value) {
    return new Point(DAY, DAY, value == null ? null : new BigDecimal(value), true, false);
  }

  private static Point month(String value) {
    LocalDate first = DAY.withDayOfMonth(1);
    return new Point(first.plusMonths(1).minusDays(1), first, new BigDecimal(value), false, false);
  }

  private static Series of(String metric, String plan, String currency, Point point) {
    return new Series(
        new FigureKey(metric, new Segment("plan", plan), Pool.NONE),
        Optional.of(currency),
        List.of(point),
        List.of(),
        Optional.empty());
  }
}
