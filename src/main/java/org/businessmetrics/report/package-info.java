/**
 * The page: one snapshot read from the published tables, and renderers that are pure functions of
 * it.
 */
@NullMarked
package org.businessmetrics.report;

import org.jspecify.annotations.NullMarked;
