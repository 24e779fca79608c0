/** Which days a run is to publish, and why. Pure: no clock, no I/O. */
@NullMarked
package org.businessmetrics.plan;

import org.jspecify.annotations.NullMarked;
