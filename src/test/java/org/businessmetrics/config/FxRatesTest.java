package org.businessmetrics.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.businessmetrics.config.FxRates.Quote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FxRatesTest {
  private static final String JOB = "name: a\nsource: {kind: csv, path: data}\n";
  private static final LocalDate DAY = LocalDate.of(2026, 1, 2);

  private final Path home;

  FxRatesTest(@TempDir Path home) {
    this.home = home;
  }

  @Test
  void readsColumnsInAnyOrderAndLeavesTheReportingCurrencyOut() throws IOException {
    assertThat(
            rates(
                "\uFEFFcurrency, rate,day\r\nUSD,0.90,2026-01-02\r\n\r\nEUR,1.0,2026-01-02\r\nJPY,0.00612345678901,2026-01-02"))
        .containsExactly(
            new Quote(DAY, "USD", new BigDecimal("0.90")),
            new Quote(DAY, "JPY", new BigDecimal("0.00612345678901")));
  }

  @Test
  void withoutAFileOnlyTheReportingCurrencyHasARate() throws IOException {
    Files.writeString(home.resolve("job.yaml"), JOB + "reporting_currency: eur\n");
    assertThat(FxRates.of(Job.load(home, home.resolve("job.yaml"))))
        .contains(new FxRates("EUR", List.of()));
    Files.writeString(home.resolve("job.yaml"), JOB);
    assertThat(FxRates.of(Job.load(home, home.resolve("job.yaml")))).isEmpty();
  }

  @Test
  void namesEveryProblemWithItsLine() {
    assertThatRatesOf(
            """
            day,currency,rate
            2026-01-02,USD,0.9
            02.01.2026,usd,much
            2026-01-02,XXZ,0

            2026-01-02,GBP,-1.2
            2026-01-02,USD,0.91
            2026-01-02,EUR,1.1
            2026-01-02,CHF
            2026-01-02,CHF,1e99999999
            """)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessage(
            """
            rates.csv:3: day is '02.01.2026' (must be a date, as in 2026-01-31)
            rates.csv:3: currency is 'usd' (must be an ISO 4217 code in upper case, as in USD)
            rates.csv:3: rate is 'much' (must be a number, as in 0.5)
            rates.csv:4: currency is 'XXZ' (must be an ISO 4217 code in upper case, as in USD)
            rates.csv:4: rate is '0' (must be above 0)
            rates.csv:6: rate is '-1.2' (must be above 0)
            rates.csv:7: USD of 2026-01-02 is given on line 2 already
            rates.csv:8: rate is 1.1 of EUR, which is the reporting currency (must be 1, or left out)
            rates.csv:9: expected 3 fields, found 2
            rates.csv:10: rate is '1e99999999' (must have at most 20 digits before the point and after it)"""
                .replace("rates.csv", home.resolve("rates.csv").toString()));
  }

  @Test
  void namesColumnsThatItDoesNotKnowOrMiss() {
    assertThatRatesOf("day,curency,rate,bank\n")
        .hasMessage(
            """
            rates.csv:1: 'curency' is no column of rates (did you mean 'currency'?)
            rates.csv:1: 'bank' is no column of rates (must be day, currency, rate)
            rates.csv:1: the header has the column currency not at all (must be day, currency, rate)"""
                .replace("rates.csv", home.resolve("rates.csv").toString()));
    assertThatRatesOf("").hasMessageContaining("the header has the column day not at all");
  }

  @Test
  void saysWhichFileCannotBeRead() throws IOException {
    Files.writeString(
        home.resolve("job.yaml"), JOB + "reporting_currency: EUR\nfx_rates: none.csv\n");
    Job job = Job.load(home, home.resolve("job.yaml"));
    assertThatThrownBy(() -> FxRates.of(job))
        .hasMessage("No such file of rates: %s (fx_rates names it)", home.resolve("none.csv"));
    Files.write(
        home.resolve("none.csv"),
        "day,currency,rate\n2026-01-02,USD,0.9 \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> FxRates.of(job)).hasMessageContaining("it is not UTF-8");
  }

  private List<Quote> rates(String csv) throws IOException {
    Files.writeString(home.resolve("rates.csv"), csv);
    Files.writeString(
        home.resolve("job.yaml"), JOB + "reporting_currency: EUR\nfx_rates: rates.csv\n");
    return FxRates.of(Job.load(home, home.resolve("job.yaml"))).orElseThrow().quotes();
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertThatRatesOf(String csv) {
    return assertThatThrownBy(() -> rates(csv));
  }
}
