package org.businessmetrics.run;

import java.util.Optional;
import org.businessmetrics.config.FxRates;
import org.businessmetrics.ledger.RunScope;
import org.businessmetrics.ledger.StagedRates;
import org.businessmetrics.publish.Staging;
import org.businessmetrics.publish.Staging.RatesLeft;

/** Stages what a run converts amounts by, and says what it leaves as it was published. */
final class RateStaging {
  private RateStaging() {}

  static StagedRates stage(FxRates rates, RunScope scope, Staging staging, Steps steps) {
    StagedRates staged = new StagedRates(scope, rates.reportingCurrency());
    Optional<RatesLeft> left =
        steps.run("rates", "in " + rates.reportingCurrency(), () -> staging.rates(staged, rates));
    left.ifPresent(
        those ->
            steps.warn(
                "fx_rates: %d of the rates published for %s to %s are others in the file; those published stand. To take the file's: metrics backfill --from %s --to %s"
                    .formatted(
                        those.rates(),
                        those.firstDay(),
                        those.lastDay(),
                        those.firstDay(),
                        those.lastDay())));
    return staged;
  }
}
