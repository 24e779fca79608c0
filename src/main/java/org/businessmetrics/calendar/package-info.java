/** Business days, weeks and months in one time zone. Pure: no clock, no I/O. */
@NullMarked
package org.businessmetrics.calendar;

import org.jspecify.annotations.NullMarked;
