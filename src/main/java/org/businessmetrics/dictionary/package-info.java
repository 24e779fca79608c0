/** The dictionary for analysts: one page, made from the files that define the metrics. */
@NullMarked
package org.businessmetrics.dictionary;

import org.jspecify.annotations.NullMarked;
