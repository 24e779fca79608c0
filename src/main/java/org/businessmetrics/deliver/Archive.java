package org.businessmetrics.deliver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.businessmetrics.config.AtomicFile;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.MessageKey;
import org.businessmetrics.report.ReportSnapshot;

/**
 * The exact bytes that were sent, and the snapshots that they were made of: a folder a report, day
 * and version.
 */
public final class Archive {
  private static final String SNAPSHOT = "snapshot.json";

  private final Path root;

  /**
   * @param output where reports go; the archive is its folder {@code mail}
   */
  public Archive(Path output) {
    this.root = in(output);
  }

  /** The archive's root: a folder a report, in it one a day. */
  public static Path in(Path output) {
    return output.resolve("mail");
  }

  /** The file of a message, from the archive's root. */
  static String name(MessageKey key) {
    return "%s/%s/v%d/%s-%s.eml"
        .formatted(
            key.report(),
            key.day(),
            key.dataVersion(),
            key.kind().name().toLowerCase(Locale.ROOT),
            key.recipient());
  }

  /** The bytes of a message, where it was written before. */
  Optional<byte[]> find(MessageKey key) {
    Path file = root.resolve(name(key));
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** Keeps a message, and the snapshot that it was made of. */
  void keep(MessageKey key, byte[] message, ReportSnapshot snapshot) {
    write(name(key), message);
    Path file = root.resolve(name(key)).resolveSibling(SNAPSHOT);
    if (!Files.exists(file)) {
      write(root.relativize(file).toString(), snapshot.toJson().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Writes a file under the archive's root; returns where it is. */
  Path write(String name, byte[] bytes) {
    Path file = root.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      return AtomicFile.write(file, bytes);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** The snapshot that a message was made of; empty when the file is gone, or of another format. */
  Optional<ReportSnapshot> snapshot(MessageKey key) {
    Path file = root.resolve(name(key)).resolveSibling(SNAPSHOT);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ReportSnapshot.fromJson(file));
    } catch (Failure ofAnotherRelease) {
      return Optional.empty();
    }
  }

  private static Failure failure(Path file, IOException e) {
    return new Failure(
        ExitCode.SYSTEM,
        "Could not keep or read the mail %s: %s (is there space, and may you write there?)"
            .formatted(file, e),
        e);
  }
}
