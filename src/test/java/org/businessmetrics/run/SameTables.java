package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.businessmetrics.testing.Pipeline;

/** Compares what two installations have published, and shows only what differs. */
final class SameTables {
  private SameTables() {}

  static void assertSame(Pipeline actual, Pipeline expected) {
    expected
        .tables()
        .forEach(
            (table, rows) ->
                assertThat(actual.tables().get(table))
                    .as(table)
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(rows));
  }
}
