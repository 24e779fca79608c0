package org.businessmetrics.publish;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.catalog.Definition;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.ledger.FactVersion;
import org.businessmetrics.ledger.RunScope;
import org.businessmetrics.ledger.StagedRates;

/**
 * Everything that one run makes current at once.
 *
 * @param scope a run that is {@code running}, with its rows in staging, and the days it replaces
 * @param zone the zone of the business days
 * @param publishedAt the present
 * @param metrics those whose rows are staged
 * @param rates those that amounts are converted at, staged; empty where the job reports in no
 *     currency
 * @param facts the files that become current
 * @param definitions of the metrics, as computed
 * @param causes the first that fits says why a published figure changed
 * @param otherwise the cause where none of them fits
 * @param rowsRead rows read from the source
 * @param mail the reports that are queued in the same transaction
 */
public record Publication(
    RunScope scope,
    ZoneId zone,
    Instant publishedAt,
    List<Metric> metrics,
    Optional<StagedRates> rates,
    List<FactVersion> facts,
    List<Definition> definitions,
    List<CauseOfDays> causes,
    Cause otherwise,
    long rowsRead,
    List<QueuedReport> mail) {
  public Publication {
    metrics = List.copyOf(metrics);
    facts = List.copyOf(facts);
    definitions = List.copyOf(definitions);
    causes = List.copyOf(causes);
    mail = List.copyOf(mail);
  }
}
