package org.businessmetrics.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.Secret;
import org.businessmetrics.testing.TestSpark;

/** Somebody who types commands: a job file, variables, and what came back. */
final class Terminal {
  private final Path home;
  private final Map<String, String> variables = new HashMap<>();
  private final Path job;
  private boolean watched;

  /** What a command left behind. */
  record Answer(int code, String out, String err) {
    List<String> errLines() {
      return err.lines().toList();
    }
  }

  /**
   * @param folder an empty one, for job, facts and output
   */
  Terminal(Path home, Path folder, String job) {
    this.home = home.toAbsolutePath().normalize();
    this.job = folder.resolve("job.yaml");
    write(this.job, job);
    variables.put("METRICS_FACTS_PATH", folder.resolve("facts").toString());
    variables.put("METRICS_OUTPUT_PATH", folder.resolve("output").toString());
  }

  Terminal database(DatabaseAddress address) {
    // Started by a command, Spark would keep its files in a folder that ends with the test.
    TestSpark.session();
    return address("METRICS_DATABASE", address);
  }

  Terminal source(DatabaseAddress address) {
    return address("METRICS_SOURCE", address);
  }

  /** From now on mail goes, in plain text, to a server of this machine. */
  Terminal mailServer(int port) {
    return with("SMTP_URL", "smtp://localhost:%d?plain=true".formatted(port));
  }

  Terminal with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  /** From now on somebody watches. */
  Terminal watched() {
    watched = true;
    return this;
  }

  Map<String, String> variables() {
    return variables;
  }

  Path job() {
    return job;
  }

  /** Types a command that needs a job. */
  Answer job(String command, String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = command;
    all[1] = "--job";
    all[2] = job.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return type(all);
  }

  /** Types a command as it is. */
  Answer type(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new Session(home, variables, new PrintWriter(out), new PrintWriter(err), watched),
            arguments);
    return new Answer(code, out.toString(), err.toString());
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Terminal address(String prefix, DatabaseAddress address) {
    variables.put(prefix + "_URL", address.url());
    address.user().ifPresent(user -> variables.put(prefix + "_USER", user));
    address.password().map(Secret::reveal).ifPresent(p -> variables.put(prefix + "_PASSWORD", p));
    return this;
  }
}
