package org.businessmetrics.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A row of {@code pipeline.runs}.
 *
 * @param exitCode what the process told its caller; empty while it runs and when it died
 * @param cause why it ended as it did, in the operator's words
 * @param sourceSnapshot the exported snapshot that all reads of the source shared
 * @param rowsRead rows read from the source
 * @param rowsPublished rows of the published tables that this run stands behind
 */
public record Run(
    UUID runId,
    String job,
    LocalDate firstDay,
    LocalDate lastDay,
    RunState state,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<Integer> exitCode,
    Optional<String> cause,
    String host,
    long pid,
    String version,
    Optional<String> sourceSnapshot,
    OptionalLong rowsRead,
    OptionalLong rowsPublished) {}
