package org.businessmetrics.audit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.businessmetrics.ledger.CheckResult;
import org.businessmetrics.ledger.RunScope;
import org.businessmetrics.ledger.Store;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/** Runs one check after the other in a session that shows the run's rows. */
final class CheckRunner {
  /** The first days that offend say enough. */
  private static final int MOST_DAYS = 100;

  private final Handle handle;
  private final RunScope scope;

  CheckRunner(Handle handle, RunScope scope) {
    this.handle = handle;
    this.scope = scope;
    handle.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
  }

  private record Offence(
      @Nullable LocalDate day, @Nullable String expected, @Nullable String actual) {}

  /** One result that passed, or one a day that offends. */
  List<CheckResult> run(NamedCheck check) {
    try {
      return results(check, offences(check));
    } catch (JdbiException e) {
      if (Store.isConnectionLost(e)) {
        // Nothing is known of the figures: the check has not failed, it was not made.
        throw e;
      }
      String said = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      String line = String.valueOf(said).lines().findFirst().orElse("");
      return List.of(failure(check, "The check ended with an error: " + line));
    }
  }

  private List<Offence> offences(NamedCheck check) {
    String query = check.sql().strip().replaceAll(";+$", "");
    return handle
        .createQuery(
            "select day::date as day, expected::text as expected, actual::text as actual from (\n"
                + query
                + "\n) as offence")
        .bind("first_day", scope.firstDay())
        .bind("last_day", scope.lastDay())
        .bind("through", scope.through())
        .map(
            (row, context) ->
                new Offence(
                    row.getObject("day", LocalDate.class),
                    row.getString("expected"),
                    row.getString("actual")))
        .list();
  }

  private List<CheckResult> results(NamedCheck check, List<Offence> offences) {
    if (offences.isEmpty()) {
      return List.of(
          new CheckResult(
              check.name(),
              scope.lastDay(),
              check.severity(),
              true,
              Optional.empty(),
              Optional.empty(),
              check.meaning(),
              Optional.empty()));
    }
    Map<LocalDate, List<Offence>> byDay = new TreeMap<>();
    for (Offence offence : offences) {
      LocalDate day = offence.day() == null ? scope.lastDay() : offence.day();
      byDay.computeIfAbsent(day, any -> new ArrayList<>()).add(offence);
    }
    return byDay.entrySet().stream()
        .limit(MOST_DAYS)
        .map(day -> failure(check, day.getKey(), day.getValue()))
        .toList();
  }

  private static CheckResult failure(NamedCheck check, LocalDate day, List<Offence> offences) {
    Offence first = offences.get(0);
    String more = offences.size() == 1 ? "" : " (%d rows)".formatted(offences.size());
    return new CheckResult(
        check.name(),
        day,
        check.severity(),
        false,
        Optional.ofNullable(first.expected()),
        Optional.ofNullable(first.actual()),
        check.meaning() + more,
        Optional.empty());
  }

  private CheckResult failure(NamedCheck check, String error) {
    return new CheckResult(
        check.name(),
        scope.lastDay(),
        check.severity(),
        false,
        Optional.of("a query that runs"),
        Optional.of("an error"),
        error,
        Optional.empty());
  }
}
