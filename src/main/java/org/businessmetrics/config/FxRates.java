package org.businessmetrics.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What currencies were quoted at in the currency that a job reports in.
 *
 * @param reportingCurrency upper case
 * @param quotes one a day and currency at most, none of the reporting currency itself
 */
public record FxRates(String reportingCurrency, List<Quote> quotes) {

  /**
   * @param currency upper case
   * @param rate what one unit of it was in the reporting currency; above 0
   */
  public record Quote(LocalDate day, String currency, BigDecimal rate) {}

  public FxRates {
    quotes = List.copyOf(quotes);
  }

  /**
   * Reads what a job converts by; empty where it reports in no currency. Without a file nothing but
   * the reporting currency itself has a rate.
   *
   * @throws Failure {@link ExitCode#CONFIGURATION} with everything that is wrong in the file, a
   *     line each
   */
  public static Optional<FxRates> of(Job job) {
    return job.reportingCurrency()
        .map(
            currency ->
                new FxRates(
                    currency, job.fxRates().map(file -> quotes(file, currency)).orElse(List.of())));
  }

  private static List<Quote> quotes(Path file, String currency) {
    return new FxRatesFile(file, currency).read();
  }
}
