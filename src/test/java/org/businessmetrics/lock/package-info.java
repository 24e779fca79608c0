/** Tests over a real PostgreSQL. */
@NullMarked
package org.businessmetrics.lock;

import org.jspecify.annotations.NullMarked;
