package org.businessmetrics.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A row of {@code pipeline.run_steps}. */
public record Step(
    String step,
    Instant startedAt,
    Optional<Instant> endedAt,
    StepState state,
    OptionalLong rowsIn,
    OptionalLong rowsOut,
    Optional<String> message) {}
