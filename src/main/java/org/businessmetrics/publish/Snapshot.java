package org.businessmetrics.publish;

/**
 * What a copy of the source's subscriptions found.
 *
 * @param taken false where a later or equal instant was copied before: then nothing was written
 * @param rows subscriptions in the source
 * @param added those that the history did not hold as current
 * @param changed those of which anything had changed
 * @param vanished those that the source no longer has
 */
public record Snapshot(boolean taken, long rows, long added, long changed, long vanished) {}
