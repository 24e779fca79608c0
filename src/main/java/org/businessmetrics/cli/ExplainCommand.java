package org.businessmetrics.cli;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.inspect.Explanation;
import org.businessmetrics.ledger.Store;
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
  public Integer call() {
    Catalog catalog = common.catalog();
    if (list) {
      list(catalog);
      return ExitCode.OK.code();
    }
    if (name == null) {
      throw new Failure(ExitCode.USAGE, "Which metric? See `metrics explain --list`.");
    }
    Metric metric = catalog.find(name);
    if (demo) {
      try (DemoDatabase database = DemoDatabase.open(common.environment())) {
        print(metric, name, database.metrics(common.session().home()));
      }
    } else {
      print(metric, name, common.store());
    }
    return ExitCode.OK.code();
  }

  private void list(Catalog catalog) {
    if (common.json()) {
      common.out().println(Json.of(catalog.metrics().stream().map(Listed::of).toList()));
      return;
    }
    for (Metric metric : catalog.metrics()) {
      common.out().printf("%s: %s%n", metric.name(), metric.title());
      metric.headlines().forEach(h -> common.out().printf("  %-28s %s%n", h.name(), h.title()));
    }
  }

  private void print(Metric metric, String asked, Store store) {
    Explanation explanation = Explanation.of(metric, asked, common.session().home(), store, day);
    if (common.json()) {
      common.out().println(Json.of(explanation));
    } else {
      explanation.lines().forEach(common.out()::println);
    }
  }

  /** A metric in the list that programs read. */
  private record Listed(
      String metric,
      String title,
      String grain,
      String table,
      int version,
      List<Metric.Headline> headlines) {
    static Listed of(Metric metric) {
      return new Listed(
          metric.name(),
          metric.title(),
          metric.grain(),
          "metrics." + metric.table(),
          metric.version(),
          metric.headlines());
    }
  }
}
