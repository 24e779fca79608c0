package org.businessmetrics.source.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;

/** Tells whether a file is still the one that the snapshot saw. */
public record FileStamp(long size, long modifiedNanos) {

  /** The file's stamp now. */
  public static FileStamp of(Path file) {
    try {
      return new FileStamp(
          Files.size(file), Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS));
    } catch (IOException e) {
      throw new Failure(ExitCode.SYSTEM, "Can't read the source's file %s".formatted(file), e);
    }
  }

  /** Throws where the file is another by now. */
  public void verify(Path file) {
    if (!equals(of(file))) {
      throw new Failure(
          ExitCode.TRY_AGAIN,
          "%s changed while it was being read; write it under another name and move it into place"
              .formatted(file));
    }
  }
}
