package org.businessmetrics.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;

/** The migrations on disk, with the checksum that Flyway writes into its history. */
final class MigrationFiles {
  private static final Pattern NAME = Pattern.compile("V(\\d+)__.+\\.sql");

  private final Path folder;

  MigrationFiles(Path folder) {
    this.folder = folder;
  }

  /** As Flyway wants it. */
  String location() {
    return "filesystem:" + folder.toAbsolutePath();
  }

  /** Checksums by version. */
  Map<Integer, Integer> checksums() {
    Map<Integer, Integer> checksums = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "V*.sql")) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          checksums.put(Integer.valueOf(name.group(1)), checksum(file));
        }
      }
    } catch (IOException e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "Could not read %s: the installation is not complete. Check it out again."
              .formatted(folder),
          e);
    }
    return checksums;
  }

  /** Flyway's: CRC-32 over the lines without their ends. */
  private static int checksum(Path file) throws IOException {
    CRC32 crc = new CRC32();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      crc.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return (int) crc.getValue();
  }
}
