package org.businessmetrics.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.businessmetrics.config.Environment;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The process: arguments in, exit code out. */
public final class Main {
  private static final String LOG_PATH = "metrics.log.path";
  private static final String TERMINAL = "metrics.terminal";

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Path home = Path.of(System.getProperty("metrics.home", "")).toAbsolutePath().normalize();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(new Session(home, System.getenv(), out, err, isTerminal()), arguments));
  }

  /** The same without ending the process, for tests. */
  static int run(Session session, String... arguments) {
    try {
      return commandLine(session).execute(arguments);
    } catch (OutOfMemoryError e) {
      return failed(
          new Failure(
              ExitCode.SYSTEM,
              "Out of memory (%s). Give Java more, as in METRICS_JAVA_OPTS=-Xmx8g"
                  .formatted(e.getMessage()),
              e),
          session);
    } catch (LinkageError | AssertionError e) {
      return failed(e, session);
    } finally {
      session.out().flush();
      session.err().flush();
    }
  }

  private static CommandLine commandLine(Session session) {
    CommandLine commandLine = new CommandLine(new MetricsCommand(), new SessionFactory(session));
    commandLine.setOut(session.out());
    commandLine.setErr(session.err());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.registerConverter(LocalDate.class, Times::day);
    commandLine.registerConverter(Instant.class, Times::instant);
    commandLine.setExecutionStrategy(parsed -> execute(parsed, session));
    commandLine.setExecutionExceptionHandler((e, command, parsed) -> failed(e, session));
    commandLine.setParameterExceptionHandler(
        (e, args) -> {
          session.err().println("metrics: " + Misuse.message(e));
          return ExitCode.USAGE.code();
        });
    return commandLine;
  }

  private static int execute(ParseResult parsed, Session session) {
    try {
      log(session);
    } catch (Failure e) {
      return failed(e, session);
    }
    if (parsed.hasSubcommand() && parsed.subcommand().hasMatchedOption("--verbose")) {
      Configurator.setLevel("org.businessmetrics", Level.DEBUG);
    }
    return new RunLast().execute(parsed);
  }

  /** Everything that is no answer goes to one file; what else logs on its own is led there too. */
  private static void log(Session session) {
    if (System.getProperty(LOG_PATH) == null) {
      Environment environment = Environment.from(session.variables(), session.home());
      System.setProperty(
          LOG_PATH, environment.output().resolve("logs").resolve("metrics.log").toString());
    }
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
  }

  private static int failed(Throwable thrown, Session session) {
    Logger log = LoggerFactory.getLogger("metrics");
    if (thrown instanceof Failure failure) {
      log.error("{} (exit {})", failure.getMessage(), failure.exitCode().code(), failure);
      session.err().println("metrics: " + failure.getMessage());
      return failure.exitCode().code();
    }
    log.error("Internal error", thrown);
    session
        .err()
        .printf(
            Locale.ROOT,
            "metrics: internal error: %s%nThe log has the details: %s%n",
            String.valueOf(thrown).lines().findFirst().orElse(""),
            System.getProperty(LOG_PATH));
    return ExitCode.INTERNAL.code();
  }

  /** The launcher finds out: Java can't tell reliably. */
  private static boolean isTerminal() {
    return Boolean.getBoolean(TERMINAL);
  }
}
