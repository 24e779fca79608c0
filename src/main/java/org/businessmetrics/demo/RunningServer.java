package org.businessmetrics.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;

/** A PostgreSQL that runs, as its {@code postmaster.pid} tells. */
record RunningServer(long processId, int port) {
  private static final int LINE_OF_PROCESS_ID = 0;
  private static final int LINE_OF_PORT = 3;

  /**
   * The server that runs on this data directory. A file left behind by one that was killed counts
   * for nothing, even if another program has its process id by now.
   */
  static Optional<RunningServer> in(Path data) {
    Path file = data.resolve("postmaster.pid");
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.SYSTEM,
          "Cannot read %s: run as the user who made the sample database, or delete its directory as that user"
              .formatted(file),
          e);
    }
    if (lines.size() <= LINE_OF_PORT) {
      return Optional.empty();
    }
    long processId = Long.parseLong(lines.get(LINE_OF_PROCESS_ID).strip());
    int port = Integer.parseInt(lines.get(LINE_OF_PORT).strip());
    return ProcessHandle.of(processId)
        .filter(RunningServer::isPostgres)
        .map(process -> new RunningServer(processId, port));
  }

  private static boolean isPostgres(ProcessHandle process) {
    // The command of somebody else's process may be hidden: then the process id has to do.
    return process.isAlive()
        && process.info().command().map(command -> command.endsWith("/postgres")).orElse(true);
  }
}
