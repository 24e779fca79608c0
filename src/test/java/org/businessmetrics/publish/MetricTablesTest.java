package org.businessmetrics.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.businessmetrics.publish.Publishing.day;
import static org.businessmetrics.publish.Publishing.row;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.catalog.Metric.Column;
import org.businessmetrics.catalog.Metric.Headline;
import org.businessmetrics.catalog.Metric.Period;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.TestMetrics;
import org.junit.jupiter.api.Test;

class MetricTablesTest {
  private static final Metric SALES = TestMetrics.sales();

  private final Publishing nights = new Publishing();
  private final MetricTables tables = new MetricTables(nights.database.store());

  @Test
  void makesTheTableOfANewMetricWithCommentsAndForReaders() {
    assertThat(tables.prepare(List.of(SALES))).containsExactly("created table metrics.sales");
    assertThat(tables.prepare(List.of(SALES))).isEmpty();
    assertThat(
            nights.database.rows(
                """
                select attname, format_type(atttypid, atttypmod), attnotnull,
                  col_description(attrelid, attnum)
                from pg_attribute
                where attrelid = 'metrics.sales'::regclass and attnum > 0
                order by attnum
                """))
        .startsWith(
            "day|date|t|Business day",
            "city|text|t|Where",
            "orders|bigint|f|Number of orders",
            "amount|numeric|f|Cash in EUR",
            "run_id|uuid|t|The run that published the row's figures")
        .hasSize(6);
    assertThat(
            nights.database.one(
                "select obj_description('metrics.sales'::regclass), has_table_privilege('metrics_reader', 'metrics.sales', 'select')"))
        .isEqualTo("A metric of the tests: one row a key.|t");
  }

  @Test
  void addsAColumnWithoutTouchingWhatIsThere() {
    tables.prepare(List.of(SALES));
    nights.publish(SALES, 5, 5, row(day(5), "Cairo", 1L, new BigDecimal("2.5")));
    nights.database.execute("create view public.theirs as select * from metrics.sales");
    Metric wider =
        TestMetrics.withColumns(
            SALES,
            SALES.columns().get(0),
            SALES.columns().get(1),
            SALES.columns().get(2),
            SALES.columns().get(3),
            new Column("currency", "char(3)", "Its unit"));
    assertThat(tables.prepare(List.of(wider)))
        .containsExactly("added column metrics.sales.currency");
    assertThat(nights.database.rows("select day, amount, currency from metrics.sales"))
        .containsExactly("2026-03-05|2.5|-");
    assertThat(nights.database.rows("select city from public.theirs")).containsExactly("Cairo");
    assertThat(tables.prepare(List.of(wider))).isEmpty();
  }

  @Test
  void refusesAColumnOfAnotherType() {
    tables.prepare(List.of(SALES));
    Metric retyped =
        TestMetrics.withColumns(
            SALES,
            SALES.columns().get(0),
            SALES.columns().get(1),
            new Column("orders", "numeric", "Number of orders"));
    assertThatThrownBy(() -> tables.prepare(List.of(retyped)))
        .isInstanceOfSatisfying(Failure.class, MetricTablesTest::isConfiguration)
        .hasMessageContaining("metrics.sales.orders is bigint, metric.yaml of sales says numeric");
  }

  @Test
  void refusesAnotherKeyAndATableOfAnotherKind() {
    tables.prepare(List.of(SALES));
    Metric rekeyed =
        TestMetrics.metric("sales", SALES.columns(), List.of("day"), new Period("day", "day"));
    assertThatThrownBy(() -> tables.prepare(List.of(rekeyed)))
        .isInstanceOfSatisfying(Failure.class, MetricTablesTest::isConfiguration)
        .hasMessageContaining("has the key (day, city), metric.yaml of sales says (day)");
    nights.database.execute("create table metrics.theirs (day date primary key)");
    Metric theirs =
        TestMetrics.metric(
            "theirs", SALES.columns().subList(0, 1), List.of("day"), new Period("day", "day"));
    assertThatThrownBy(() -> tables.prepare(List.of(theirs)))
        .hasMessageContaining("metrics.theirs.run_id is nothing");
  }

  @Test
  void refusesATableNameThatWouldBeCut() {
    Metric endless =
        TestMetrics.metric(
            "a".repeat(49), SALES.columns(), List.of("day"), new Period("day", "day"));
    assertThatThrownBy(() -> tables.prepare(List.of(endless)))
        .isInstanceOfSatisfying(Failure.class, MetricTablesTest::isConfiguration)
        .hasMessageContaining("at most 48 characters");
  }

  @Test
  void refusesANumeratorThatIsNoColumn() {
    Headline rate =
        new Headline(
            "mean_amount",
            "amount / orders",
            "ratio",
            "day",
            Optional.empty(),
            "Mean amount",
            Optional.of("amount"),
            Optional.of("order_count"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThatThrownBy(() -> tables.prepare(List.of(TestMetrics.withHeadlines(SALES, rate))))
        .isInstanceOfSatisfying(Failure.class, MetricTablesTest::isConfiguration)
        .hasMessageContaining("The headline 'mean_amount' in ")
        .hasMessageContaining("column \"order_count\" does not exist");
  }

  @Test
  void showsEveryHeadlineInOneTable() {
    Metric weeks =
        TestMetrics.withHeadlines(
            TestMetrics.weeks(),
            new Headline(
                "orders_week",
                "orders",
                "count",
                "week",
                Optional.of("orders > 1"),
                "Orders",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    Metric sales =
        TestMetrics.withHeadlines(SALES, TestMetrics.headline("mean_amount", "amount / orders"));
    tables.prepare(List.of(sales, weeks));
    nights.publish(sales, 5, 5, row(day(5), "Cairo", 4L, new BigDecimal("2")));
    nights.publish(weeks, 2, 9, row(day(2), day(8), 7L, true), row(day(9), day(15), 1L, false));
    assertThat(nights.database.rows("select * from metrics.metric_values order by metric"))
        .containsExactly(
            "mean_amount|day|2026-03-05|2026-03-05|all|all|-|0.50000000000000000000|count|t|f",
            "orders_week|week|2026-03-08|2026-03-02|all|all|-|7|count|t|f");
    assertThat(
            nights.database.one(
                "select has_table_privilege('metrics_reader', 'metrics.metric_values', 'select')"))
        .isEqualTo("t");
  }

  @Test
  void replacesTheViewOnlyWhenAHeadlineChanged() {
    Metric one = TestMetrics.withHeadlines(SALES, TestMetrics.headline("orders", "orders"));
    assertThat(tables.prepare(List.of(one))).contains("replaced view metrics.metric_values");
    String version = viewVersion();
    assertThat(tables.prepare(List.of(one))).isEmpty();
    assertThat(viewVersion()).isEqualTo(version);
    Metric other = TestMetrics.withHeadlines(SALES, TestMetrics.headline("orders", "orders + 1"));
    assertThat(tables.prepare(List.of(other)))
        .containsExactly("replaced view metrics.metric_values");
    assertThat(
            nights.database.rows(
                """
                select attname from pg_attribute
                where attrelid = 'metrics.metric_values'::regclass
                  and col_description(attrelid, attnum) is null
                """))
        .isEmpty();
  }

  @Test
  void refusesTwoHeadlinesOfOneNameAndOneThatIsNoSql() {
    Metric one = TestMetrics.withHeadlines(SALES, TestMetrics.headline("orders", "orders"));
    Metric two =
        TestMetrics.withHeadlines(TestMetrics.weeks(), TestMetrics.headline("orders", "orders"));
    assertThatThrownBy(() -> tables.prepare(List.of(one, two)))
        .isInstanceOfSatisfying(Failure.class, MetricTablesTest::isConfiguration)
        .hasMessageContaining("headline 'orders' of sales_by_week is one of sales already");
    Metric broken = TestMetrics.withHeadlines(SALES, TestMetrics.headline("orders", "ordres"));
    assertThatThrownBy(() -> tables.prepare(List.of(broken)))
        .isInstanceOfSatisfying(Failure.class, MetricTablesTest::isConfiguration)
        .hasMessageContaining("headline 'orders' in sql/metrics/sales/metric.yaml is not valid SQL")
        .hasMessageContaining("\"ordres\" does not exist");
  }

  private String viewVersion() {
    return nights.database.one(
        "select xmin from pg_class where oid = 'metrics.metric_values'::regclass");
  }

  private static void isConfiguration(Failure failure) {
    assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
  }
}
