package org.businessmetrics.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.run.SameTables;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the runbook says of backups. */
@Tag("faults")
class RestoredTest {
  @Test
  void theDatabaseAndTheFactsOfOneBackupAreAllThatIsNeeded(@TempDir Path folder)
      throws IOException {
    Nightly undisturbed = new Nightly(folder.resolve("undisturbed"));
    undisturbed.tick();
    Nightly nightly = new Nightly(folder.resolve("nightly"));
    DatabaseAddress backup = TestDatabase.copyOf(nightly.pipeline().database());
    Path facts = nightly.pipeline().facts();
    copy(facts, folder.resolve("backup"));
    nightly.tick();

    TestDatabase.replace(nightly.pipeline().database(), backup);
    delete(facts);
    copy(folder.resolve("backup"), facts);
    nightly.tick();

    SameTables.assertSame(nightly.pipeline(), undisturbed.pipeline());
    List<String> history =
        List.of("subscription_id", "valid_from", "valid_to", "status", "plan", "mrr", "source");
    assertThat(history(nightly, history))
        .isNotEmpty()
        .containsExactlyElementsOf(history(undisturbed, history));
  }

  @Test
  void factsThatAreLostAreReadAgainByABackfill(@TempDir Path folder) throws IOException {
    Nightly undisturbed = new Nightly(folder.resolve("undisturbed"));
    undisturbed.tick();
    Nightly nightly = new Nightly(folder.resolve("nightly"));
    delete(nightly.pipeline().facts());
    assertThatThrownBy(nightly::tick)
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("are gone");

    LocalDate first =
        LocalDate.parse(nightly.pipeline().rows("select min(day) from metrics.days").get(0));
    Instant now = nightly.now();
    nightly.pipeline().backfill(first, Nightly.YESTERDAY, now);
    nightly.tick();
    SameTables.assertSame(nightly.pipeline(), undisturbed.pipeline());
    assertThat(nightly.pipeline().rows("select * from metrics.restatements")).isEmpty();
  }

  private static List<String> history(Nightly nightly, List<String> columns) {
    return nightly
        .pipeline()
        .rows(
            "select %s from metrics.subscription_history where superseded_at is null order by 1, 2"
                .formatted(String.join(", ", columns)));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
