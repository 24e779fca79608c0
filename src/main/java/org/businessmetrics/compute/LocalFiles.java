package org.businessmetrics.compute;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, but for two things. Permissions are set in this process: Hadoop
 * starts one of {@code chmod} for each file and folder, and a run makes some hundreds. And no file
 * has a second one of checksums beside it: the ledger knows the SHA-256 of all facts that are read
 * again.
 */
public final class LocalFiles extends RawLocalFileSystem {
  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    Set<PosixFilePermission> posix =
        PosixFilePermissions.fromString(
            permission.getUserAction().SYMBOL
                + permission.getGroupAction().SYMBOL
                + permission.getOtherAction().SYMBOL);
    Files.setPosixFilePermissions(pathToFile(path).toPath(), posix);
  }

  /**
   * Returns once the disk has a folder's files, and the folders down to it, so that they are there
   * after a power cut.
   *
   * @param root where the folders begin
   */
  void flush(Path folder, Path root) throws IOException {
    java.nio.file.Path directory = pathToFile(folder).toPath();
    try (Stream<java.nio.file.Path> files = Files.list(directory)) {
      for (java.nio.file.Path file : files.toList()) {
        flush(file);
      }
    }
    java.nio.file.Path top = pathToFile(root).toPath();
    for (java.nio.file.Path each = directory;
        each != null && each.startsWith(top);
        each = each.getParent()) {
      flush(each);
    }
  }

  private static void flush(java.nio.file.Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
