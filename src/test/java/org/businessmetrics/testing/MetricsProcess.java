package org.businessmetrics.testing;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.businessmetrics.cli.Main;

/** The command as cron starts it: a process of its own. */
public final class MetricsProcess {
  private MetricsProcess() {}

  /**
   * @param variables what its environment has beside this one's
   * @param javaOptions beside those that Spark needs
   */
  public static ProcessBuilder of(
      Map<String, String> variables, List<String> javaOptions, String... arguments) {
    List<String> options = new ArrayList<>();
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-XX:"))
        .forEach(options::add);
    options.addAll(javaOptions);
    options.add("-Dmetrics.home=" + Path.of("").toAbsolutePath());
    ProcessBuilder builder = new ProcessBuilder(line(options, Main.class, arguments));
    builder.environment().putAll(variables);
    return builder;
  }

  /** The line that starts a class's {@code main} in a process of its own. */
  public static List<String> line(List<String> javaOptions, Class<?> main, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElseThrow());
    line.addAll(javaOptions);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    line.addAll(List.of(arguments));
    return line;
  }
}
