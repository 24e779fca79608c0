package org.businessmetrics.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final int SIZE = 1_000_000;
  private static final int WRITES = 50;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void isSeenOldOrNewButNeverInBetween() throws Exception {
    Path target = AtomicFile.write(folder.resolve("report.pdf"), letters('a'));
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> rewrite(target));
    while (!writing.isDone()) {
      byte[] seen = Files.readAllBytes(target);
      assertThat(seen).hasSize(SIZE);
      assertThat(seen[SIZE - 1]).isEqualTo(seen[0]);
    }
    writing.join();
    assertOnlyTheTargetIsThere(target);
  }

  @Test
  void leavesWhatCanNotBeReplacedAndNothingElse() throws IOException {
    Path target = Files.createDirectory(folder.resolve("report.pdf"));
    Path inTheWay = Files.createFile(target.resolve("in the way"));
    assertThatThrownBy(() -> AtomicFile.write(target, letters('a')))
        .isInstanceOf(IOException.class);
    assertThat(inTheWay).exists();
    assertOnlyTheTargetIsThere(target);
  }

  private static void rewrite(Path target) {
    for (int i = 0; i < WRITES; i++) {
      try {
        AtomicFile.write(target, letters((char) ('a' + i % 26)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void assertOnlyTheTargetIsThere(Path target) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      assertThat(files).containsExactly(target);
    }
  }

  private static byte[] letters(char letter) {
    byte[] bytes = new byte[SIZE];
    Arrays.fill(bytes, (byte) letter);
    return bytes;
  }
}
