package org.businessmetrics.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;

/**
 * Where Spark spills to: a folder a process. It empties its own at an orderly end; what a killed
 * process left is removed by the next one.
 */
final class WorkFolder {
  private WorkFolder() {}

  static Path ofThisProcess(Path workDir) {
    try {
      Files.createDirectories(workDir);
      for (Path left : leftBehind(workDir)) {
        delete(left);
      }
      return workDir.resolve(Long.toString(ProcessHandle.current().pid()));
    } catch (IOException e) {
      throw new Failure(
          ExitCode.SYSTEM, "Could not prepare %s: %s".formatted(workDir, e.getMessage()), e);
    }
  }

  private static List<Path> leftBehind(Path workDir) throws IOException {
    try (Stream<Path> folders = Files.list(workDir)) {
      return folders.filter(WorkFolder::isOfDeadProcess).toList();
    }
  }

  private static boolean isOfDeadProcess(Path folder) {
    String name = folder.getFileName().toString();
    return name.matches("[0-9]+") && ProcessHandle.of(Long.parseLong(name)).isEmpty();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
