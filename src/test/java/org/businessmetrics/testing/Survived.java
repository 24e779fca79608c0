package org.businessmetrics.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the tests of faults have counted, for whoever reads their output and the README. */
public final class Survived {
  private static final Path FOLDER = Path.of("target", "survived");

  private Survived() {}

  /**
   * Says so, and leaves it in {@code target/survived}.
   *
   * @param what as in {@code connection cuts}
   */
  public static void count(String what, long number) {
    String line = String.format(Locale.ROOT, "%,d %s", number, what);
    System.out.println("Survived: " + line);
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve(what.replace(' ', '-') + ".txt"), line + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
