/** The metrics' cases, and a second opinion on their figures. */
@NullMarked
package org.businessmetrics.compute;

import org.jspecify.annotations.NullMarked;
