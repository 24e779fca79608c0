package org.businessmetrics.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
  @Test
  void givesThePermissionsThatWereAskedForAndWritesNothingElse(@TempDir Path folder)
      throws IOException {
    try (LocalFiles files = new LocalFiles()) {
      files.initialize(URI.create("file:///"), new Configuration());
      org.apache.hadoop.fs.Path file =
          new org.apache.hadoop.fs.Path(folder.resolve("facts/part-0.parquet").toUri());
      files.mkdirs(file.getParent(), new FsPermission("750"));
      try (OutputStream out = files.create(file)) {
        out.write(1);
      }
      files.setPermission(file, new FsPermission("640"));
    }

    assertThat(permissions(folder.resolve("facts"))).isEqualTo("rwxr-x---");
    assertThat(permissions(folder.resolve("facts/part-0.parquet"))).isEqualTo("rw-r-----");
    try (Stream<Path> there = Files.list(folder.resolve("facts"))) {
      assertThat(there).hasSize(1);
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
