package org.businessmetrics.simulator;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the application writes at an instant: one statement, with a question mark a value. */
record Act(Instant at, String sql, List<@Nullable Object> values) {
  static Act of(Instant at, String sql, @Nullable Object... values) {
    return new Act(at, sql, Collections.unmodifiableList(Arrays.asList(values)));
  }
}
