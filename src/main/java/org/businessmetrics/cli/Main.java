package org.businessmetrics.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.businessmetrics.config.Environment;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The process: arguments in, exit code out. */
public final class Main {
  private static final String LOG_PATH = "metrics.log.path";

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Path home = Path.of(System.getProperty("metrics.home", "")).toAbsolutePath().normalize();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(new Session(home, System.getenv(), out, err), arguments));
  }

  /** The same without ending the process, for tests. */
  static int run(Session session, String... arguments) {
    if (System.getProperty(LOG_PATH) == null) {
      Environment environment = Environment.from(session.variables(), session.home());
      System.setProperty(
          LOG_PATH, environment.output().resolve("logs").resolve("metrics.log").toString());
    }
    CommandLine commandLine = new CommandLine(new MetricsCommand(), new SessionFactory(session));
    commandLine.setOut(session.out());
    commandLine.setErr(session.err());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler((e, command, parsed) -> failed(e, session));
    commandLine.setParameterExceptionHandler(
        (e, args) -> {
          session.err().println("metrics: " + e.getMessage());
          CommandLine.UnmatchedArgumentException.printSuggestions(e, session.err());
          session
              .err()
              .println(
                  "Try: %s --help".formatted(e.getCommandLine().getCommandSpec().qualifiedName()));
          return ExitCode.USAGE.code();
        });
    return commandLine.execute(arguments);
  }

  private static int failed(Exception e, Session session) {
    Logger log = LoggerFactory.getLogger("metrics");
    if (e instanceof Failure failure) {
      log.error("{} (exit {})", failure.getMessage(), failure.exitCode().code(), failure);
      session.err().println("metrics: " + failure.getMessage());
      return failure.exitCode().code();
    }
    log.error("Internal error", e);
    session
        .err()
        .println(
            "metrics: internal error: %s%nThe log has the details: %s"
                .formatted(e, System.getProperty(LOG_PATH)));
    return ExitCode.INTERNAL.code();
  }
}
