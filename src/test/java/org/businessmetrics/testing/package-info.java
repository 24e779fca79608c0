/** What the tests share: a real PostgreSQL and a real Spark. */
@NullMarked
package org.businessmetrics.testing;

import org.jspecify.annotations.NullMarked;
