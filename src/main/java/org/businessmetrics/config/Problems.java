package org.businessmetrics.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Everything wrong with a file, gathered so that the operator mends it in one go. */
final class Problems {
  private final Path file;
  private final List<Problem> found = new ArrayList<>();

  Problems(Path file) {
    this.file = file;
  }

  private record Problem(int line, String message) {}

  /** Notes a problem at a line, the first of which is 1. */
  void add(int line, String message) {
    found.add(new Problem(line, message));
  }

  int count() {
    return found.size();
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          found.stream()
              .sorted(Comparator.comparingInt(Problem::line))
              .map(problem -> "%s:%d: %s".formatted(file, problem.line(), problem.message()))
              .collect(Collectors.joining("\n")));
    }
  }
}
