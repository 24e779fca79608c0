/** Tests over a real PostgreSQL. */
@NullMarked
package org.businessmetrics.audit;

import org.jspecify.annotations.NullMarked;
