package org.businessmetrics.compute;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.ledger.FactVersion;

/** Which facts stand: what the ledger says about the folders of earlier runs. */
public interface StandingFacts {
  /** The current versions of a fact for these days, both included. */
  List<FactVersion> between(String fact, LocalDate first, LocalDate last);

  /** The current version of a state for the latest day that is not after {@code day}. */
  Optional<FactVersion> latest(String fact, LocalDate day);
}
