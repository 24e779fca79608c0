/** The source's PostgreSQL server: its SQL files, connections, snapshot and errors. */
@NullMarked
package org.businessmetrics.source.postgres;

import org.jspecify.annotations.NullMarked;
