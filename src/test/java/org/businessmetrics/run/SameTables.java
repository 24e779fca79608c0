package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.businessmetrics.testing.Pipeline;

/** Compares what two installations have published, and shows only what differs. */
public final class SameTables {
  private SameTables() {}

  public static void assertSame(Pipeline actual, Pipeline expected) {
    Map<String, List<String>> found = actual.tables();
    assertThat(found.get("active_users_daily")).isNotEmpty();
    expected
        .tables()
        .forEach(
            (table, rows) ->
                assertThat(found.get(table)).as(table).containsExactlyInAnyOrderElementsOf(rows));
  }
}
