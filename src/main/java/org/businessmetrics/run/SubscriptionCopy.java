package org.businessmetrics.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import org.businessmetrics.publish.Snapshot;
import org.businessmetrics.publish.SubscriptionHistory;
import org.businessmetrics.source.SourceSnapshot;

/** Takes the source's subscriptions to the history through a file, so that memory stays small. */
final class SubscriptionCopy {
  private SubscriptionCopy() {}

  static Snapshot take(
      SourceSnapshot source,
      SubscriptionHistory history,
      Instant takenAt,
      LocalDate day,
      Path workFolder)
      throws IOException {
    Files.createDirectories(workFolder);
    Path file = Files.createTempFile(workFolder, "subscriptions", ".csv");
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        source.copySubscriptions(out);
      }
      try (InputStream in = Files.newInputStream(file)) {
        return history.snapshot(in, takenAt, day);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
