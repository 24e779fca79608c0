package org.businessmetrics.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.businessmetrics.config.Environment;
import org.businessmetrics.config.Job;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.run.Installation;
import org.businessmetrics.run.Progress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that mean the same everywhere. */
final class Common {
  private final Session session;

  @Option(
      names = "--job",
      paramLabel = "FILE",
      description = "The job file (default: jobs/nightly.yaml).")
  private Path job = Path.of("jobs", "nightly.yaml");

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      description = "What the command takes for the present, as in 2026-11-23T06:00:00Z.")
  private @Nullable Instant now;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  @Option(names = "--verbose", description = "Say more of what is being done.")
  private boolean verbose;

  @Option(names = "--quiet", description = "Say nothing unless something is wrong.")
  private boolean quiet;

  Common(Session session) {
    this.session = session;
  }

  Session session() {
    return session;
  }

  PrintWriter out() {
    return session.out();
  }

  boolean json() {
    return json;
  }

  boolean quiet() {
    return quiet;
  }

  /** Prints a line that a person reads, and that silence does without. */
  void say(String line) {
    if (!quiet) {
      session.out().println(line);
    }
  }

  Environment environment() {
    return Environment.from(session.variables(), session.home());
  }

  Instant present() {
    return clock().instant();
  }

  private Clock clock() {
    return now == null
        ? Clock.systemUTC()
        : Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), now));
  }

  Installation installation() {
    return installation(environment(), Job.load(session.home(), job), false);
  }

  Installation installation(Environment environment, Job loaded, boolean sample) {
    return new Installation(
        session.home(), environment, loaded, clock(), now != null, Version.text(), sample);
  }

  Progress progress() {
    if (quiet) {
      return new QuietProgress(session.err());
    }
    return session.isTerminal() || verbose
        ? new TerminalProgress(session.err(), verbose)
        : new JsonProgress(session.err());
  }

  /** A connection to the pipeline's database, to look at what is published. */
  Connection connection() {
    return store().connect("metrics look");
  }

  Store store() {
    return new Store(session.home(), environment().database());
  }
}
