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

/**
 * What processes that died left under the path of the facts: rows that were landed, facts that
 * never became current, half-written files, scratch space. The caller holds the run lock, so that
 * nobody is at work on any of it. Runs that the ledger does not know are not touched.
 */
final class LeftFiles {
  private LeftFiles() {}

  /**
   * Deletes what lies beside the facts that stand.
   *
   * @param unpublished the runs that ended without publishing
   */
  static void sweep(Path facts, Set<UUID> unpublished) {
    Set<String> names = unpublished.stream().map(UUID::toString).collect(Collectors.toSet());
    for (Path landed : folders(facts.resolve("landing"))) {
      if (names.contains(name(landed))) {
        delete(landed);
      }
    }
    for (Path fact : folders(facts)) {
      delete(fact.resolve("_temporary"));
      for (Path part : folders(fact)) {
        for (Path run : folders(part)) {
          if (names.contains(name(run).replaceFirst("^run=", ""))) {
            delete(run);
          }
        }
        removeIfEmpty(part);
      }
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  /** The folders in a folder; none where it is not there. */
  static List<Path> folders(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removeIfEmpty(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isEmpty()) {
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a folder that nothing in use lies in; it need not exist. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
