package org.businessmetrics.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command needs of the process that runs it.
 *
 * @param home the project's directory, with {@code sql}, {@code jobs} and {@code reports}
 * @param variables the environment's variables
 */
record Session(Path home, Map<String, String> variables, PrintWriter out, PrintWriter err) {
  /** Whether somebody is watching; the launcher finds out, Java can't tell reliably. */
  boolean isTerminal() {
    return Boolean.getBoolean("metrics.terminal");
  }
}
