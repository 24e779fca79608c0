/** What a source must give: the canonical relations, their columns and types. */
@NullMarked
package org.businessmetrics.source.canonical;

import org.jspecify.annotations.NullMarked;
