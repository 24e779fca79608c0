package org.businessmetrics.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
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
}
