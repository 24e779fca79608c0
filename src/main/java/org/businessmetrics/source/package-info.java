/** Everything that reads a source: its contract, one snapshot, and its rows as Spark sees them. */
@NullMarked
package org.businessmetrics.source;

import org.jspecify.annotations.NullMarked;
