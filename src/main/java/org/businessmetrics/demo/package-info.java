/** A sample company to try everything on: a PostgreSQL of its own and believable rows in it. */
@NullMarked
package org.businessmetrics.demo;

import org.jspecify.annotations.NullMarked;
