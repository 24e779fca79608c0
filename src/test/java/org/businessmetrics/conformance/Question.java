package org.businessmetrics.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/** What somebody published, and whether the pipeline says the same. */
sealed interface Question {
  String name();

  /** As a test of its own. */
  DynamicTest test();

  /** Figures in the order of what was published, as texts; "null" is one that was not observed. */
  record Compared(String name, List<String> published, Supplier<List<String>> computed)
      implements Question {
    private static final String NOT_OBSERVED = "null";

    @Override
    public DynamicTest test() {
      return DynamicTest.dynamicTest(
          name, () -> assertThat(observed(computed.get())).as(name).isEqualTo(published));
    }

    private List<String> observed(List<String> figures) {
      List<String> observed = new ArrayList<>(figures);
      for (int i = 0; i < Math.min(figures.size(), published.size()); i++) {
        if (published.get(i).equals(NOT_OBSERVED)) {
          observed.set(i, NOT_OBSERVED);
        }
      }
      return observed;
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
