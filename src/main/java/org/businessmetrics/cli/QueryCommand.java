package org.businessmetrics.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.inspect.ReadOnlyQuery;
import org.businessmetrics.inspect.Table;
import org.jspecify.annotations.Nullable;
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
      "  metrics query 'select day, dau, mau from active_users_daily order by day desc limit 7'",
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
  public Integer call() throws SQLException {
    if (demo) {
      try (DemoDatabase database = DemoDatabase.open(common.environment());
          Connection connection =
              database.metrics(common.session().home()).connect("metrics query")) {
        print(ReadOnlyQuery.run(connection, sql));
      }
    } else {
      try (Connection connection = common.connection()) {
        print(ReadOnlyQuery.run(connection, sql));
      }
    }
    return ExitCode.OK.code();
  }

  private void print(Table table) {
    if (common.json()) {
      List<Map<String, @Nullable String>> rows = new ArrayList<>();
      for (List<@Nullable String> row : table.rows()) {
        Map<String, @Nullable String> named = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
          named.put(table.columns().get(i), row.get(i));
        }
        rows.add(named);
      }
      common.out().println(Json.of(rows));
    } else {
      table.lines().forEach(common.out()::println);
    }
  }
}
