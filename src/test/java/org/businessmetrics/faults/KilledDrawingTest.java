package org.businessmetrics.faults;

import static org.businessmetrics.faults.RunAssert.assertThatRun;

import java.nio.file.Path;
import org.businessmetrics.testing.Survived;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed after they have published. */
@Tag("faults")
class KilledDrawingTest {
  private static final int[] MILLIS_AFTER_PUBLISHING = {0, 1000, 2000};

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
