package org.businessmetrics.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A power cut of the machine that an embedded server runs on. */
public final class PowerCut {
  private PowerCut() {}

  /**
   * Ends the server without a last word to anybody, and starts it again, which has it recover. It
   * keeps what was committed by sessions whose {@code synchronous_commit} is on.
   *
   * @param home the directory in which it was started
   */
  public static void restart(Path home) {
    Path directory = home.toAbsolutePath();
    try {
      PostgresBinaries.unpackedIn(directory.resolve("programs"))
          .run(
              "pg_ctl",
              List.of(
                  "restart",
                  "--pgdata=" + directory.resolve("data"),
                  "--log=" + directory.resolve("postgresql.log"),
                  "--mode=immediate",
                  "--wait"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
