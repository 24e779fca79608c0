package org.businessmetrics.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.ledger.CheckResult;
import org.businessmetrics.ledger.Ledger;
import org.businessmetrics.ledger.RunScope;
import org.businessmetrics.ledger.StagedRates;
import org.businessmetrics.ledger.StagedTable;
import org.businessmetrics.ledger.Store;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Runs the checks of a run before it is published. They see, under the tables' plain names,
 * temporary views of the published tables with the run's rows in place of those they would replace,
 * and can write nothing.
 */
public final class Checks {
  private static final Pattern IDENTITY = Pattern.compile("^identity|adds?_up");

  private final Store store;

  public Checks(Store store) {
    this.store = store;
  }

  /**
   * Runs the built-in checks and those of the metrics, and keeps the results in the ledger. A check
   * that ends with an error has failed.
   *
   * @param metrics those whose rows are staged
   * @param rates those that amounts are converted at; empty where the job reports in no currency
   * @param acceptances failures that an operator lets pass; not those of checks over keys or
   *     identities, see {@link #canBeAccepted}
   */
  public CheckReport run(
      RunScope scope,
      List<Metric> metrics,
      Optional<StagedRates> rates,
      List<Acceptance> acceptances) {
    List<CheckResult> results = new ArrayList<>();
    String purpose = "metrics %s checks".formatted(scope.runId());
    try (Connection connection = store.connect(purpose)) {
      try (Statement statement = connection.createStatement()) {
        for (Metric metric : metrics) {
          statement.execute(view(new StagedTable(metric, scope)));
        }
        if (rates.isPresent()) {
          statement.execute(store.sql("checks/rates_view", rates.get().placeholders()));
        }
        statement.execute("set search_path = pg_temp, metrics");
        statement.execute("set session characteristics as transaction read only");
      }
      try (Handle handle = Jdbi.open(connection)) {
        CheckRunner runner = new CheckRunner(handle, scope);
        for (NamedCheck check : checks(scope, metrics, rates)) {
          results.addAll(accepted(runner.run(check), acceptances));
        }
      }
    } catch (SQLException e) {
      throw store.failure(e);
    } catch (JdbiException e) {
      throw store.failure(e);
    }
    new Ledger(store).checkResults(scope.runId(), results);
    return new CheckReport(results);
  }

  /**
   * Whether an operator may publish despite a failure of the check. Keys and identities are never
   * negotiable: what breaks them is not a strange day but a wrong computation. A metric's own check
   * is an identity when its name begins with {@code identity}, or says that something {@code
   * adds_up} or that some {@code add_up}.
   */
  static boolean canBeAccepted(String checkName) {
    String name = checkName.substring(checkName.indexOf('.') + 1);
    return !IDENTITY.matcher(name).find() && !BuiltInChecks.NAMES.contains(name);
  }

  private String view(StagedTable table) {
    return store.sql("checks/view", CheckPlaceholders.of(table));
  }

  private List<NamedCheck> checks(
      RunScope scope, List<Metric> metrics, Optional<StagedRates> rates) {
    List<NamedCheck> checks = new ArrayList<>();
    metrics.forEach(metric -> checks.addAll(checks(new StagedTable(metric, scope))));
    rates.ifPresent(staged -> checks.addAll(BuiltInChecks.of(store, staged)));
    return checks;
  }

  private List<NamedCheck> checks(StagedTable table) {
    Metric metric = table.metric();
    List<NamedCheck> checks = new ArrayList<>(BuiltInChecks.of(store, table));
    for (Metric.Check check : metric.checks()) {
      checks.add(
          new NamedCheck(
              metric.name() + "." + check.name(), check.severity(), check.meaning(), check.sql()));
    }
    return checks;
  }

  private static List<CheckResult> accepted(
      List<CheckResult> results, List<Acceptance> acceptances) {
    return results.stream().map(result -> accepted(result, acceptances)).toList();
  }

  private static CheckResult accepted(CheckResult result, List<Acceptance> acceptances) {
    if (result.passed() || !canBeAccepted(result.checkName())) {
      return result;
    }
    return acceptances.stream()
        .filter(acceptance -> acceptance.covers(result.checkName(), result.day()))
        .findFirst()
        .map(acceptance -> result.accepted(acceptance.reason()))
        .orElse(result);
  }
}
