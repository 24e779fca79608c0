package org.businessmetrics.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.businessmetrics.faults.RunAssert.assertThatRun;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.businessmetrics.testing.Survived;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed at every step. */
@Tag("faults")
class KilledRunsTest {
  @Test
  void aNightKilledAtEveryStepIsFinishedByTheNextTick(@TempDir Path folder) throws Exception {
    Nightly undisturbed = new Nightly(folder.resolve("undisturbed"));
    undisturbed.tick();
    List<String> steps = undisturbed.steps();
    assertThat(steps).contains("snapshot", "read", "facts", "check", "publish");
    Nightly nightly = new Nightly(folder.resolve("nightly"));
    Map<String, List<String>> yesterday = nightly.tables();

    for (String step : steps) {
      assertThatRun(nightly).killedAt(step).leaves(yesterday);
    }
    assertThatRun(nightly).killedInsideThePublishTransaction().leaves(yesterday);
    assertThatRun(nightly).thenRestarted().leavesSameTablesAs(undisturbed);
    Survived.count("runs killed while they worked", steps.size() + 1);
  }
}
