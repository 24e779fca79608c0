package org.businessmetrics.run;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.compute.StandingFacts;
import org.businessmetrics.ledger.FactVersion;
import org.businessmetrics.ledger.Ledger;

/** The facts that stand, as the ledger has them. */
record LedgerFacts(Ledger ledger) implements StandingFacts {
  @Override
  public List<FactVersion> between(String fact, LocalDate first, LocalDate last) {
    return last.isBefore(first) ? List.of() : ledger.currentFacts(fact, first, last);
  }

  @Override
  public Optional<FactVersion> latest(String fact, LocalDate day) {
    List<FactVersion> versions = ledger.currentFacts(fact, LocalDate.of(1900, 1, 1), day);
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
  }
}
