/** An application of which everything is known, and what is known of it. */
@NullMarked
package org.businessmetrics.simulator;

import org.jspecify.annotations.NullMarked;
