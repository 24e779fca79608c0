package org.businessmetrics.dictionary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A statement of {@code sql/facts}, with what its header says.
 *
 * @param what what it is, in words
 * @param grain what a row stands for
 * @param names its own, and those under which other statements see it
 */
record Fact(String name, String what, String grain, List<String> names, String sql) {
  private static final Pattern HEADER =
      Pattern.compile("^-- (What|Grain|Parameters|Seen as): (.*)$");

  static List<Fact> readAll(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".sql"))
          .sorted()
          .map(Fact::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + folder, e);
    }
  }

  private static Fact read(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.sql$", "");
    try {
      String sql = Files.readString(file);
      List<String> names = new ArrayList<>(List.of(name));
      names.addAll(List.of(header(sql, "Seen as").split("\\W+")));
      names.removeIf(String::isEmpty);
      return new Fact(name, header(sql, "What"), header(sql, "Grain"), List.copyOf(names), sql);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + file, e);
    }
  }

  /** What follows the label, on the lines up to the next label. */
  private static String header(String sql, String label) {
    StringBuilder text = new StringBuilder();
    boolean isInside = false;
    for (String line : sql.lines().takeWhile(line -> line.startsWith("--")).toList()) {
      Matcher header = HEADER.matcher(line);
      if (header.matches()) {
        isInside = header.group(1).equals(label);
        text.append(isInside ? header.group(2) : "");
      } else if (isInside) {
        text.append(' ').append(line.replaceFirst("^--\\s*", ""));
      }
    }
    return text.toString();
  }
}
