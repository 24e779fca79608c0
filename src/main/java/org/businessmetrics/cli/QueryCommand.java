package org.businessmetrics.cli;

import java.util.concurrent.Callable;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.inspect.ReadOnlyQuery;
import org.businessmetrics.inspect.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A read-only look at the aggregates. */
@Command(
    name = "query",
    description = "Runs one SQL statement on the published tables; it can change nothing.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  metrics query 'select day, dau, mau from active_users_daily_total order by day desc limit 7'",
      "  metrics query --demo 'select * from days order by day desc limit 3'"
    })
final class QueryCommand implements Callable<Integer> {
  @Mixin private Common common;

  @Option(names = "--demo", description = "Ask the database of `metrics demo`.")
  private boolean demo;

  @Parameters(paramLabel = "SQL", description = "The statement; schema metrics is searched first.")
  private String sql = "";

  QueryCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() {
    if (demo) {
      try (DemoDatabase database = DemoDatabase.open(common.environment())) {
        print(ReadOnlyQuery.run(database.metrics(common.session().home()), sql));
      }
    } else {
      print(ReadOnlyQuery.run(common.store(), sql));
    }
    return ExitCode.OK.code();
  }

  private void print(Table table) {
    if (common.json()) {
      common.out().println(Json.of(table));
    } else {
      table.lines().forEach(common.out()::println);
    }
  }
}
