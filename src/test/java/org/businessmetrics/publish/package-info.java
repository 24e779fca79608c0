/** Tests over a real PostgreSQL. */
@NullMarked
package org.businessmetrics.publish;

import org.jspecify.annotations.NullMarked;
