/** How metrics are read from their folders, and what is refused. */
@NullMarked
package org.businessmetrics.catalog;

import org.jspecify.annotations.NullMarked;
