/** The metrics that there are, read from their folders under {@code sql/metrics}. Pure. */
@NullMarked
package org.businessmetrics.catalog;

import org.jspecify.annotations.NullMarked;
