package org.businessmetrics.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A row of {@code metrics.days}.
 *
 * @param publishedAt when the current version was published
 * @param dataVersion 1 at first, one more whenever a figure of the day changed
 * @param runId the run that published the current version
 * @param isFinal the lookback has passed: late rows no longer change the day
 */
public record PublishedDay(
    LocalDate day, Instant publishedAt, int dataVersion, UUID runId, boolean isFinal) {}
