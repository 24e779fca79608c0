package org.businessmetrics.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.businessmetrics.compute.Engine;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.demo.Directories;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Touches what every run touches, so that an archive of its classes can be made. */
@Command(name = "warm-up", hidden = true, description = "Loads the classes that a run needs.")
final class WarmUpCommand implements Callable<Integer> {
  @Mixin private Common common;

  WarmUpCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory(common.session().home().resolve("target"), "warm-up");
    try {
      Engine.start(ZoneOffset.UTC, folder).exercise(folder);
    } finally {
      Directories.delete(folder);
    }
    return ExitCode.OK.code();
  }
}
