package org.businessmetrics.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command needs of the process that runs it.
 *
 * @param home the project's directory, with {@code sql}, {@code jobs} and {@code reports}
 * @param variables the environment's variables
 * @param isTerminal whether somebody is watching
 */
record Session(
    Path home,
    Map<String, String> variables,
    PrintWriter out,
    PrintWriter err,
    boolean isTerminal) {}
