/** Breaks runs on purpose: whatever dies, and wherever, no figure is half, doubled or lost. */
@NullMarked
package org.businessmetrics.faults;

import org.jspecify.annotations.NullMarked;
