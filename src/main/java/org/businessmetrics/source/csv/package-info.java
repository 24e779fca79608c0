/** A source of CSV files, streamed row by row, and the Spark data source over it. */
@NullMarked
package org.businessmetrics.source.csv;

import org.jspecify.annotations.NullMarked;
