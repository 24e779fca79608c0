package org.businessmetrics.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.businessmetrics.run.SameTables;
import org.businessmetrics.testing.FaultyLink;
import org.businessmetrics.testing.Survived;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose connection to the pipeline's database is cut, later and later, until one passes. */
@Tag("faults")
class CutConnectionsTest {
  /**
   * Each cut is this share of the messages so far later than the one before; 1 in the beginning.
   * More, as 25, take an hour.
   */
  private static final int CUTS_A_DOUBLING = Integer.getInteger("cuts.a.doubling", 4);

  private final Path folder;
  private int nights;

  CutConnectionsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void whereverTheLineIsCutTheNightIsYesterdaysOrWhole() throws Exception {
    Nightly undisturbed = new Nightly(folder.resolve("undisturbed"));
    Map<String, List<String>> yesterday = undisturbed.tables();
    undisturbed.tick();
    Map<String, List<String>> tonight = undisturbed.tables();

    Nightly nightly = next();
    int cuts = 0;
    try (FaultyLink link = new FaultyLink(nightly.pipeline().database())) {
      nightly.pipeline().reachedAt(link.to(nightly.pipeline().database()));
      long message = 1;
      while (true) {
        link.cutAfter(message);
        nightly.tickThrough("cut at message " + message);
        if (!link.hasCut()) {
          break;
        }
        cuts++;
        assertThat(nightly.tables())
            .as("cut at message %d", message)
            .isEqualTo(nightly.isPublished() ? tonight : yesterday);
        if (nightly.isPublished()) {
          SameTables.assertSame(nightly.pipeline(), undisturbed.pipeline());
          nightly.tick();
          nightly.assertNothingIsLeftBehind();
          nightly = next();
          nightly.pipeline().reachedAt(link.to(nightly.pipeline().database()));
        }
        message += Math.max(1, message / CUTS_A_DOUBLING);
      }
    }
    SameTables.assertSame(nightly.pipeline(), undisturbed.pipeline());
    nightly.assertNothingIsLeftBehind();
    Survived.count("connection cuts", cuts);
  }

  private Nightly next() {
    return new Nightly(folder.resolve("night" + nights++));
  }
}
