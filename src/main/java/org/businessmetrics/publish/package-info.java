/**
 * From computed rows to what analysts read: the tables of the metrics, staging, and the one
 * transaction that publishes a run.
 */
@NullMarked
package org.businessmetrics.publish;

import org.jspecify.annotations.NullMarked;
