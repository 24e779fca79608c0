package org.businessmetrics.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.businessmetrics.faults.RunAssert.assertThatRun;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.testing.Survived;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose facts, or whose tables, find no room, on a small file system of their own. */
@Tag("faults")
class FullDiskTest {
  private static final int[] KILOBYTES = {0, 16, 64};

  private Nightly undisturbed;

  @BeforeEach
  void publishUndisturbed(@TempDir Path folder) throws Exception {
    assumeThat(RunAssert.canMount()).as("this user can mount a file system of its own").isTrue();
    undisturbed = new Nightly(folder.resolve("undisturbed"));
    undisturbed.tick();
  }

  @Test
  void aNightThatFindsNoRoomForItsFactsIsFinishedOnceThereIsSome(@TempDir Path folder)
      throws Exception {
    Nightly nightly = new Nightly(folder.resolve("nightly"));
    Map<String, List<String>> yesterday = nightly.tables();
    for (int kilobytes : KILOBYTES) {
      assertThatRun(nightly).onADiskWithRoomFor(kilobytes).leaves(yesterday);
    }
    assertThatRun(nightly).thenRestarted().leavesSameTablesAs(undisturbed);
    Survived.count("full disks", KILOBYTES.length);
  }

  @Test
  void aNightThatFindsNoRoomInTheDatabaseIsFinishedOnceThereIsSome(@TempDir Path folder)
      throws Exception {
    int full = 0;
    try (SmallDisk disk = SmallDisk.in(folder.resolve("server"))) {
      Nightly nightly = new Nightly(folder.resolve("nightly"), disk.database());
      Map<String, List<String>> yesterday = nightly.tables();
      int kilobytes = 0;
      disk.leave(kilobytes);
      while (!isPublished(nightly, kilobytes)) {
        assertThat(nightly.tables()).as("with %d kB", kilobytes).isEqualTo(yesterday);
        full++;
        kilobytes += Math.max(16, kilobytes);
        disk.leave(kilobytes);
      }
      assertThatRun(nightly).leavesSameTablesAs(undisturbed);
    }
    assertThat(full).isGreaterThan(3);
    Survived.count("full disks of the database", full);
  }

  private static boolean isPublished(Nightly nightly, int kilobytes) {
    try {
      nightly.tick();
      return true;
    } catch (Failure e) {
      assertThat(e.exitCode()).as("%d kB: %s", kilobytes, e).isEqualTo(ExitCode.SYSTEM);
      assertThat(e).hasMessageContaining("out of room");
      return false;
    }
  }
}
