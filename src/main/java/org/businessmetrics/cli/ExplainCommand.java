package org.businessmetrics.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.inspect.Explanation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The dictionary. */
@Command(
    name = "explain",
    description = "Prints what a metric means, its SQL, its figure, and where that came from.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  metrics explain --list",
      "  metrics explain mau",
      "  metrics explain arpu --day 2026-11-22"
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin private Common common;

  @Parameters(paramLabel = "METRIC", arity = "0..1", description = "A metric or a headline figure.")
  private @Nullable String name;

  @Option(names = "--day", paramLabel = "DAY", description = "The day (default: the last).")
  private @Nullable LocalDate day;

  @Option(names = "--list", description = "Print every metric's name and title.")
  private boolean list;

  @Option(names = "--demo", description = "Ask the database of `metrics demo`.")
  private boolean demo;

  ExplainCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() throws SQLException {
    Catalog catalog = Catalog.load(common.session().home().resolve("sql").resolve("metrics"));
    if (list) {
      for (Metric metric : catalog.metrics()) {
        common.say("%s: %s".formatted(metric.name(), metric.title()));
        metric.headlines().forEach(h -> common.say("  %-28s %s".formatted(h.name(), h.title())));
      }
      return ExitCode.OK.code();
    }
    if (name == null) {
      throw new Failure(ExitCode.USAGE, "Which metric? See `metrics explain --list`.");
    }
    Metric metric = catalog.find(name);
    if (demo) {
      try (DemoDatabase database = DemoDatabase.open(common.environment());
          Connection connection =
              database.metrics(common.session().home()).connect("metrics explain")) {
        print(metric, connection);
      }
    } else {
      try (Connection connection = common.connection()) {
        print(metric, connection);
      }
    }
    return ExitCode.OK.code();
  }

  private void print(Metric metric, Connection connection) {
    Explanation explanation = Explanation.of(metric, connection, day);
    if (common.json()) {
      common.out().println(Json.of(explanation));
    } else {
      explanation.lines().forEach(common.out()::println);
    }
  }
}
