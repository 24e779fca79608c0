package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.run.Company.Payment;
import org.businessmetrics.run.Company.Subscribed;
import org.businessmetrics.testing.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights over a weekend and the turn of a month; ann pays in USD, bob in GBP. */
class ReportingCurrencyTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 29);

  private static final String KEYS =
      """
      lookback_days: 1
      metrics: [subscriptions_daily, mrr_movements, churn, revenue_daily, payments_daily, revenue_cohorts]
      """;

  private final Company company = Company.in(ZoneOffset.UTC);
  private final Path folder;
  private final Path source;
  private final Pipeline pipeline;

  ReportingCurrencyTest(@TempDir Path folder) {
    this.folder = folder;
    this.source = folder.resolve("source");
    this.pipeline = Pipeline.overCsv(folder.resolve("pipeline"), source, KEYS);
    company.account("ann", day(1)).account("bob", day(1));
    company.subscribed(new Subscribed("s1", "ann", company.noon(day(1))), 0);
    company.charge("ann", day(1), "10.00");
  }

  @Test
  void ratesArePublishedWithTheDaysAndStand() throws IOException {
    company.subscribed(new Subscribed("s2", "bob", company.noon(day(1)), "20", "GBP"), 0);
    company.payment(
        new Payment("g1", "bob", "s2", company.noon(day(2)), "charge", "succeeded", "20.00", "GBP"),
        0);
    pipeline.night(nightOf(3));
    assertThat(pipeline.rows("select * from metrics.fx_rates")).isEmpty();
    assertThat(converted()).isEmpty();

    reportIn("EUR", "2026-01-29,USD,0.9", "2026-01-30,USD,0.8", "2026-01-29,GBP,1.2");
    pipeline.night(nightOf(4));
    assertThat(converted())
        .as("also the days that were published before; Friday's rates hold over the weekend")
        .containsExactly(
            "2026-01-29|0|33|0|0|33",
            "2026-01-30|33|0|0|-1|32",
            "2026-01-31|32|0|0|0|32",
            "2026-02-01|32|0|0|0|32");
    assertThat(
            pipeline.rows(
                "select day, rate, quoted_day, is_final from metrics.fx_rates where currency = 'USD' order by day"))
        .containsExactly(
            "2026-01-29|0.9|2026-01-29|t",
            "2026-01-30|0.8|2026-01-30|t",
            "2026-01-31|0.8|2026-01-30|t",
            "2026-02-01|0.8|2026-01-30|f");
    assertThat(
            pipeline.rows(
                "select day, trim_scale(net), trim_scale(net_30d) from metrics.revenue_daily_reporting order by day limit 2"))
        .containsExactly("2026-01-29|9|9", "2026-01-30|24|33");
    assertThat(
            pipeline.rows(
                "select metric, currency, trim_scale(value) from metrics.metric_values where metric in ('mrr', 'mrr_reporting') and day = '2026-02-01' order by 1, 2"))
        .containsExactly("mrr|GBP|20", "mrr|USD|10", "mrr_reporting|EUR|32");
    assertThat(pipeline.rows("select * from metrics.restatements")).isEmpty();

    company.remove("s1");
    Map<String, List<String>> yesterday = pipeline.tables();
    reportIn("EUR", "2026-02-02,USD,0.8", "2026-01-20,GBP,1.2");
    Failure refused = catchThrowableOfType(Failure.class, () -> pipeline.night(nightOf(5)));
    assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused)
        .hasMessage(
            "Check fx_rates.every_amount_has_a_rate failed for 2026-02-02: expected a rate in EUR of every amount, found none of GBP on 2026-02-02. Every amount can be converted: add the rates to the file that the job's fx_rates names (each holds for 7 days more) and run again, or take reporting_currency out of the job. Nothing was published, the figures from before stand.");
    assertThat(pipeline.tables()).isEqualTo(yesterday);
    assertThat(converted()).hasSize(4);

    pipeline.warnings().clear();
    reportIn(
        "EUR",
        "2026-01-29,USD,0.95",
        "2026-01-30,USD,0.8",
        "2026-02-01,USD,0.7",
        "2026-02-02,USD,0.5",
        "2026-02-03,USD,0.4",
        "2026-01-29,GBP,1.2",
        "2026-02-02,GBP,1.3");
    pipeline.night(nightOf(5));
    assertThat(converted())
        .as("Sunday was provisional and has its own rate now; on Monday what USD lost GBP gained")
        .containsExactly(
            "2026-01-29|0|33|0|0|33",
            "2026-01-30|33|0|0|-1|32",
            "2026-01-31|32|0|0|0|32",
            "2026-02-01|32|0|0|-1|31",
            "2026-02-02|31|0|0|0|31");
    assertThat(
            pipeline.rows(
                "select key ->> 'day', key ->> 'currency', column_name, old_value, new_value, cause from metrics.restatements where table_name = 'fx_rates'"))
        .containsExactly("2026-02-01|USD|rate|0.8|0.7|late_data");
    assertThat(pipeline.rows("select data_version from metrics.days where day = '2026-02-01'"))
        .containsExactly("2");
    assertThat(pipeline.warnings())
        .containsOnlyOnce(
            "fx_rates: 1 of the rates published for 2026-01-29 to 2026-01-29 are others in the file; those published stand. To take the file's: metrics backfill --from 2026-01-29 --to 2026-01-29");

    pipeline.night(nightOf(6));
    assertThat(converted())
        .as("ann's subscription was gone when the night of Monday looked, and her rate had moved")
        .endsWith("2026-02-02|31|0|0|0|31", "2026-02-03|31|0|4|-1|26");

    pipeline.backfill(day(1), day(1), nightOf(6));
    assertThat(converted()).startsWith("2026-01-29|0|33.5|0|0|33.5", "2026-01-30|33.5|0|0|-1.5|32");
    assertThat(
            pipeline.rows(
                "select count(*) from metrics.mrr_movements_reporting as later join metrics.mrr_movements_reporting as earlier on earlier.grain = later.grain and earlier.plan = later.plan and earlier.period_end = later.period_start - 1 where later.opening_mrr <> earlier.closing_mrr"))
        .containsExactly("0");
  }

  @Test
  void inTheOnlyCurrencyOfTheCompanyEverythingIsTheSame() throws IOException {
    reportIn("USD");
    pipeline.night(nightOf(4));
    for (String table : List.of("subscriptions_daily", "mrr_movements", "revenue_daily")) {
      assertThat(pipeline.rows("select * from metrics." + table)).as(table).isNotEmpty();
      for (String differences :
          List.of(
              "select * from metrics.%1$s except select * from metrics.%1$s_reporting",
              "select * from metrics.%1$s_reporting except select * from metrics.%1$s")) {
        assertThat(pipeline.rows(differences.formatted(table))).as(table).isEmpty();
      }
    }
    assertThat(
            pipeline.rows(
                "select distinct trim_scale(fx_mrr) from metrics.mrr_movements_reporting"))
        .containsExactly("0");
  }

  @Test
  void aFileThatCannotBeReadStopsTheRunBeforeTheSource() throws IOException {
    reportIn("EUR", "2026-01-29,USD,low");
    Failure failure = catchThrowableOfType(Failure.class, () -> pipeline.night(nightOf(1)));
    assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(failure).hasMessageContaining("rates.csv:2: rate is 'low'");
  }

  private static LocalDate day(int n) {
    return FIRST.plusDays(n - 1L);
  }

  private Instant nightOf(int n) {
    company.write(source, day(n));
    return company.nightOf(day(n));
  }

  private void reportIn(String currency, String... rates) throws IOException {
    Path file = folder.resolve("rates.csv");
    Files.writeString(file, "day,currency,rate\n" + String.join("\n", rates) + "\n");
    String job =
        Files.readString(pipeline.jobFile())
            .replaceAll("(?m)^(reporting_currency|fx_rates):.*\n", "");
    Files.writeString(
        pipeline.jobFile(),
        "%sreporting_currency: %s\nfx_rates: '%s'\n".formatted(job, currency, file));
  }

  private List<String> converted() {
    return pipeline.rows(
        "select period_start, trim_scale(opening_mrr), trim_scale(new_mrr), trim_scale(churned_mrr), trim_scale(fx_mrr), trim_scale(closing_mrr) from metrics.mrr_movements_reporting where grain = 'day' and plan = 'all' order by 1");
  }
}
