/** Figures that others published about data with known answers, asked of the whole pipeline. */
@NullMarked
package org.businessmetrics.conformance;

import org.jspecify.annotations.NullMarked;
