/** From facts to figures, by Spark SQL. */
@NullMarked
package org.businessmetrics.compute;

import org.jspecify.annotations.NullMarked;
