/** The order of a run, from the lock to the page. The only place that knows it. */
@NullMarked
package org.businessmetrics.run;

import org.jspecify.annotations.NullMarked;
