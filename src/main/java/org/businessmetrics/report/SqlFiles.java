package org.businessmetrics.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;

/** The statements under {@code sql/report}. */
record SqlFiles(Path folder) {
  String text(String file) {
    Path path = folder.resolve(file);
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.SYSTEM,
          "Could not read %s (it belongs to the project): %s".formatted(path, e),
          e);
    }
  }
}
