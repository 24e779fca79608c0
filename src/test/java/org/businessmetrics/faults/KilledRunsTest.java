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

/** Runs that are killed at every point. */
@Tag("faults")
class KilledRunsTest {
  private static final int[] MILLIS_AFTER_PUBLISHING = {0, 300, 1000, 2000};

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

  @Test
  void aRunKilledWhileItDrawsHasPublishedAndIsDrawnByTheNext(@TempDir Path folder)
      throws Exception {
    Nightly undisturbed = new Nightly(folder.resolve("undisturbed"));
    undisturbed.tick();
    for (int millis : MILLIS_AFTER_PUBLISHING) {
      Nightly nightly = new Nightly(folder.resolve("after" + millis));
      assertThatRun(nightly)
          .killedWhileItDraws(millis)
          .thenTicked()
          .leavesTheReport()
          .leavesSameTablesAs(undisturbed);
    }
    Survived.count("runs killed after they had published", MILLIS_AFTER_PUBLISHING.length);
  }
}
