package org.businessmetrics.audit;

import org.businessmetrics.catalog.Metric.Severity;

/**
 * A check as it is run.
 *
 * @param name {@code metric.check}
 * @param sql returns {@code day}, {@code expected}, {@code actual} of the offending rows
 */
record NamedCheck(String name, Severity severity, String meaning, String sql) {}
