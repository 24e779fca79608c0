package org.businessmetrics.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.source.canonical.Canonical;
import org.businessmetrics.source.canonical.ContractReport;
import org.businessmetrics.source.canonical.Relation;

/** The folder of a source: one file a canonical relation, named for it. */
record SourceFolder(Path path, String extension) {

  /** The relations that have a file. */
  Set<String> relations() {
    return Canonical.relations().stream()
        .map(Relation::name)
        .filter(name -> Files.isRegularFile(path.resolve(name + extension)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The file of a relation that the folder gives. */
  Path file(String relation) {
    if (!relations().contains(relation)) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "The source gives no %s: there is no file %s"
              .formatted(relation, path.resolve(relation + extension)));
    }
    return path.resolve(relation + extension);
  }

  /** Names an absent or empty folder, and files that are no relation. */
  void check(ContractReport report, Set<String> otherFiles) {
    if (relations().isEmpty()) {
      report.misconfiguration(
          "No source in %s: expected files such as activity%s (one or more of %s)"
              .formatted(path.toAbsolutePath().normalize(), extension, Canonical.names()));
      return;
    }
    for (String file : files()) {
      String name = file.substring(0, file.length() - extension.length());
      if (Canonical.find(name).isEmpty() && !otherFiles.contains(file)) {
        report.warning(
            "%s is no canonical relation and is not read (they are %s)"
                .formatted(path.resolve(file), Canonical.names()));
      }
    }
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(extension))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.CONFIGURATION, "Can't list the source's folder %s".formatted(path), e);
    }
  }

  /**
   * The first instant of accounts, activity, events and payments, or, where there are none, the
   * first beginning of a subscription.
   *
   * @param earliest gives the earliest instant of a relation's column
   */
  Optional<Instant> firstInstant(BiFunction<String, String, Optional<Instant>> earliest) {
    Set<String> given = relations();
    return Stream.of(Canonical.ACCOUNTS, Canonical.ACTIVITY, Canonical.EVENTS, Canonical.PAYMENTS)
        .filter(given::contains)
        .flatMap(name -> earliest.apply(name, newestColumn(name)).stream())
        .min(Instant::compareTo)
        .or(
            () ->
                given.contains(Canonical.SUBSCRIPTIONS)
                    ? earliest.apply(Canonical.SUBSCRIPTIONS, "started_at")
                    : Optional.empty());
  }

  /** The time column that tells how fresh a relation is. */
  static String newestColumn(String relation) {
    return Canonical.relation(relation)
        .newestColumn()
        .orElseThrow(
            () ->
                new Failure(
                    ExitCode.CONFIGURATION,
                    "No freshness for %s: it has no time column".formatted(relation)));
  }
}
