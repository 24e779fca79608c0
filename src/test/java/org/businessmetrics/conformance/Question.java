package org.businessmetrics.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/** What somebody published, and whether the pipeline says the same. */
sealed interface Question {
  String name();

  /** As a test of its own. */
  DynamicTest test();

  /** Figures in the order of what was published, as texts. */
  record Compared(String name, List<String> published, Supplier<List<String>> computed)
      implements Question {
    @Override
    public DynamicTest test() {
      return DynamicTest.dynamicTest(
          name, () -> assertThat(computed.get()).as(name).isEqualTo(published));
    }
  }

  /** A figure that no table holds, or whose definition is another: skipped, with the reason. */
  record NotCovered(String name, String why) implements Question {
    @Override
    public DynamicTest test() {
      return DynamicTest.dynamicTest(
          name + " (not covered)",
          () -> {
            throw new TestAbortedException(name + " is not covered: " + why);
          });
    }
  }
}
