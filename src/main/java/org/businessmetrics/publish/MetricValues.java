package org.businessmetrics.publish;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.catalog.Metric.Headline;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Sha256;
import org.businessmetrics.ledger.HeadlineSql;
import org.businessmetrics.ledger.Sql;
import org.businessmetrics.ledger.Store;

/**
 * The view {@code metrics.metric_values}: one branch a headline figure. Its comment carries the
 * hash of its definition, so that it is replaced, and readers are made to wait, only when a
 * headline changed.
 */
final class MetricValues {
  private static final int HASH_LENGTH = 16;

  private record Branch(Metric metric, Headline headline, String sql) {}

  private final Store store;
  private final HeadlineSql sql;
  private final List<Branch> branches = new ArrayList<>();

  MetricValues(Store store, List<Metric> catalog) {
    this.store = store;
    this.sql = new HeadlineSql(store);
    Map<String, String> metricByHeadline = new HashMap<>();
    for (Metric metric : catalog) {
      for (Headline headline : metric.headlines()) {
        String other = metricByHeadline.putIfAbsent(headline.name(), metric.name());
        if (other != null) {
          throw new Failure(
              ExitCode.CONFIGURATION,
              "The headline '%s' of %s is one of %s already. Names must be unique over all metrics: choose another."
                  .formatted(headline.name(), metric.name(), other));
        }
        branches.add(new Branch(metric, headline, sql.value(metric, headline)));
      }
    }
  }

  /** Returns whether the view was another one. Runs inside the caller's transaction. */
  boolean replaceIfChanged(Statement statement) throws SQLException {
    if (branches.isEmpty()) {
      return false;
    }
    String definition = Sql.joined(branches, "\nunion all\n", Branch::sql);
    String comment =
        "Every headline figure in one long table, unique on metric, grain, day, segment, segment_value and currency. (Definition %s)"
            .formatted(Sha256.of(definition).substring(0, HASH_LENGTH));
    if (Queries.texts(statement, store.sql("metric_values_comment")).contains(comment)) {
      return false;
    }
    for (Branch branch : branches) {
      tryOut(statement, branch);
    }
    statement.execute("create or replace view metrics.metric_values as\n" + definition);
    statement.execute("comment on view metrics.metric_values is " + Sql.text(comment));
    return true;
  }

  private void tryOut(Statement statement, Branch branch) throws SQLException {
    try {
      statement.execute("explain " + branch.sql());
      if (branch.headline().isFraction()) {
        statement.execute("explain " + sql.parts(branch.metric(), branch.headline()));
      }
    } catch (SQLException e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "The headline '%s' in %s is not valid SQL over metrics.%s: %s"
              .formatted(
                  branch.headline().name(),
                  branch.metric().folder().resolve("metric.yaml"),
                  branch.metric().table(),
                  String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }
}
