package org.businessmetrics.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.Environment;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.demo.EmbeddedDatabase;
import org.businessmetrics.demo.EmbeddedDatabase.Lifetime;
import org.businessmetrics.ledger.Store;

/** The server of the sample company, started for a command that only wants to look. */
record DemoDatabase(EmbeddedDatabase server) implements AutoCloseable {
  static final String APP = "app";
  static final String METRICS = "metrics";

  /** Where the sample company lives: everything of it, so that deleting the folder removes it. */
  static Path folder(Environment environment) {
    return environment.output().resolveSibling("demo");
  }

  /** The server, running; closing it stops it unless it was running before. */
  static DemoDatabase open(Environment environment) {
    Path folder = folder(environment).resolve("postgresql");
    if (!Files.isDirectory(folder)) {
      throw new Failure(
          ExitCode.USAGE, "There is no sample company yet. Make it first: metrics demo");
    }
    Optional<EmbeddedDatabase> running = EmbeddedDatabase.attach(folder);
    return new DemoDatabase(
        running.orElseGet(() -> EmbeddedDatabase.start(folder, Lifetime.PROCESS)));
  }

  Store metrics(Path home) {
    return new Store(home, metrics());
  }

  DatabaseAddress metrics() {
    return server.address(METRICS);
  }

  DatabaseAddress app() {
    return server.address(APP);
  }

  @Override
  public void close() {
    server.close();
  }
}
