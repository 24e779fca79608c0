package org.businessmetrics.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.businessmetrics.run.SameTables;
import org.businessmetrics.testing.Survived;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days with far more activity than a day has, and with none. */
@Tag("faults")
class StrangeDaysTest {
  private static final int VISITS = 1_000_000;

  @Test
  void aMillionVisitsOfOneUserOnOneDayAreThoseOfOneUser(@TempDir Path folder) throws Exception {
    Nightly undisturbed = new Nightly(folder.resolve("undisturbed"));
    undisturbed.tick();
    Nightly nightly = new Nightly(folder.resolve("nightly"));
    repeatLastLine(nightly.activity(), VISITS);
    nightly.tick();
    SameTables.assertSame(nightly.pipeline(), undisturbed.pipeline());
    Survived.count("visits of one user on one day", VISITS);
  }

  @Test
  void aDayOnWhichNobodyCameHasItsFiguresToo(@TempDir Path folder) throws Exception {
    Nightly nightly = new Nightly(folder);
    List<String> lines = Files.readAllLines(nightly.activity());
    Files.write(
        nightly.activity(),
        lines.stream().filter(line -> !line.contains(Nightly.TONIGHT.toString())).toList());
    nightly.tick();
    assertThat(
            nightly
                .pipeline()
                .rows(
                    "select dau, mau from metrics.active_users_daily_total where day = '%s'"
                        .formatted(Nightly.TONIGHT)))
        .containsExactly("0|3");
  }

  private static void repeatLastLine(Path file, int times) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String last = lines.get(lines.size() - 1);
    assertThat(last).contains("bob", Nightly.TONIGHT.toString());
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
      for (int i = 1; i < times; i++) {
        writer.write(last);
        writer.newLine();
      }
    }
  }
}
