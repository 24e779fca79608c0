/** What a night promises, through the whole pipeline: real PostgreSQL, real Spark. */
@NullMarked
package org.businessmetrics.run;

import org.jspecify.annotations.NullMarked;
