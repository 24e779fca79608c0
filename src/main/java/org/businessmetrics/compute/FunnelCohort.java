package org.businessmetrics.compute;

import java.time.LocalDate;

/**
 * An entry day of a funnel as it stands published.
 *
 * @param definition what the funnel asked when it was published, as in the column of that name
 */
public record FunnelCohort(String funnel, LocalDate entryDay, String definition) {}
