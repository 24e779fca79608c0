package org.businessmetrics.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.businessmetrics.run.SameTables;
import org.businessmetrics.testing.Pipeline;
import org.businessmetrics.testing.Survived;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs whose pipeline's server crashes and is back: every session is gone, and what was unlogged.
 */
@Tag("faults")
class RestartedServerTest {
  @Test
  void aServerRestartedAtAnyKindOfStepIsNobodysFault(@TempDir Path folder) throws Exception {
    Nightly undisturbed = new Nightly(folder.resolve("undisturbed"));
    undisturbed.tick();
    Nightly nightly = new Nightly(folder.resolve("nightly"));
    Pipeline pipeline = nightly.pipeline();
    TestDatabase.keepWhatIsCommitted(pipeline.database());
    Map<String, List<String>> yesterday = nightly.tables();
    Set<String> kinds = new HashSet<>();
    List<String> steps =
        undisturbed.steps().stream().filter(step -> kinds.add(step.split(" ")[0])).toList();
    for (String step : steps) {
      pipeline.before(step, () -> TestDatabase.restart(pipeline.database()));
      nightly.tickThrough("restart at " + step);
      assertThat(nightly.tables()).as("restart at " + step).isEqualTo(yesterday);
    }
    nightly.tick();
    SameTables.assertSame(pipeline, undisturbed.pipeline());
    nightly.assertNothingIsLeftBehind();
    Survived.count("restarts of the pipeline server", steps.size());
  }
}
