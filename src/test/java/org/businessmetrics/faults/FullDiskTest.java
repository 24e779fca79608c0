package org.businessmetrics.faults;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.businessmetrics.faults.RunAssert.assertThatRun;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.businessmetrics.testing.Survived;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose facts find no room, on a small file system of their own. */
@Tag("faults")
class FullDiskTest {
  private static final int[] KILOBYTES = {0, 16, 64};

  @Test
  void aNightThatFindsNoRoomForItsFactsIsFinishedOnceThereIsSome(@TempDir Path folder)
      throws Exception {
    assumeThat(RunAssert.canMount()).as("this user can mount a file system of its own").isTrue();
    Nightly undisturbed = new Nightly(folder.resolve("undisturbed"));
    undisturbed.tick();
    Nightly nightly = new Nightly(folder.resolve("nightly"));
    Map<String, List<String>> yesterday = nightly.tables();
    for (int kilobytes : KILOBYTES) {
      assertThatRun(nightly).onADiskWithRoomFor(kilobytes).leaves(yesterday);
    }
    assertThatRun(nightly).thenRestarted().leavesSameTablesAs(undisturbed);
    Survived.count("full disks", KILOBYTES.length);
  }
}
