/** A Spark data source over PostgreSQL's binary COPY, all partitions in one snapshot. */
@NullMarked
package org.businessmetrics.source.copy;

import org.jspecify.annotations.NullMarked;
