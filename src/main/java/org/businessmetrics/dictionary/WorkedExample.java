package org.businessmetrics.dictionary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.businessmetrics.catalog.Metric;

/**
 * One of a metric's cases: what is given and what comes out, as the tests prove it.
 *
 * @param about what it shows, in words
 * @param settings the question's lines, such as the days asked for
 */
record WorkedExample(String about, List<String> settings, List<Rows> given, Rows expected) {
  private static final String PREFERRED = "worked_example";

  /**
   * @param lines the header first
   */
  record Rows(String name, List<List<String>> lines) {}

  /** The case of that purpose, else the first; nothing where the metric has none. */
  static Optional<WorkedExample> of(Metric metric) {
    Path cases = metric.folder().resolve("cases");
    try {
      if (Files.isDirectory(cases.resolve(PREFERRED))) {
        return Optional.of(read(cases.resolve(PREFERRED), metric.table()));
      }
      if (!Files.isDirectory(cases)) {
        return Optional.empty();
      }
      List<Path> folders = children(cases);
      return folders.isEmpty()
          ? Optional.empty()
          : Optional.of(read(folders.get(0), metric.table()));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + cases, e);
    }
  }

  private static WorkedExample read(Path folder, String table) throws IOException {
    List<String> about = new ArrayList<>();
    List<String> settings = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("case.yaml"))) {
      if (line.startsWith("#")) {
        about.add(line.replaceFirst("^#\\s*", ""));
      } else if (!line.isBlank()) {
        settings.add(line);
      }
    }
    List<Rows> given = new ArrayList<>();
    Path givenFolder = folder.resolve("given");
    if (Files.isDirectory(givenFolder)) {
      for (Path file : children(givenFolder)) {
        given.add(rows(file, String.valueOf(file.getFileName()).replaceFirst("\\.csv$", "")));
      }
    }
    return new WorkedExample(
        String.join(" ", about), settings, given, rows(folder.resolve("expected.csv"), table));
  }

  private static Rows rows(Path file, String name) throws IOException {
    try (CSVParser parser = CSVParser.parse(Files.newBufferedReader(file), CSVFormat.DEFAULT)) {
      return new Rows(name, parser.stream().map(line -> line.stream().toList()).toList());
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> !String.valueOf(child.getFileName()).startsWith("."))
          .sorted()
          .toList();
    }
  }
}
