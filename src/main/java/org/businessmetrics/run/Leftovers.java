package org.businessmetrics.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.businessmetrics.ledger.Ledger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of runs that never published, as a killed process leaves them: facts, state, and what
 * was landed. Only runs of this ledger are looked at, since two databases may share a path.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final int DEEPEST = 3;

  private final Ledger ledger;
  private final Path facts;

  Leftovers(Ledger ledger, Path facts) {
    this.ledger = ledger;
    this.facts = facts;
  }

  /** Deletes them; the caller holds the run lock. */
  void sweep() {
    if (!Files.isDirectory(facts)) {
      return;
    }
    Set<String> names =
        ledger.unpublishedRuns().stream().map(UUID::toString).collect(Collectors.toSet());
    if (names.isEmpty()) {
      return;
    }
    try {
      for (Path folder : foldersOf(names)) {
        LOG.info("Removing what a run left that never published: {}", folder);
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> foldersOf(Set<String> runs) throws IOException {
    try (Stream<Path> paths = Files.walk(facts, DEEPEST)) {
      return paths
          .filter(Files::isDirectory)
          .filter(path -> runs.contains(path.getFileName().toString().replaceFirst("^run=", "")))
          .toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
