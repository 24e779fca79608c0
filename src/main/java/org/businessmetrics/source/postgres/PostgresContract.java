package org.businessmetrics.source.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.source.canonical.ContractReport;

/** Checks one SELECT of a source against the server, before anything is read. */
public final class PostgresContract {
  private final DatabaseAddress address;
  private final Grants grants;
  private final ContractReport report;

  public PostgresContract(DatabaseAddress address, Grants grants, ContractReport report) {
    this.address = address;
    this.grants = grants;
    this.report = report;
  }

  /** Adds what is wrong to the report; throws where the server itself fails. */
  public void check(Connection connection, SourceSql sql) {
    try {
      RelationQuery.describe(connection, sql).check(report);
    } catch (SQLException e) {
      String state = PostgresErrors.state(e);
      if (state.equals(PostgresErrors.INSUFFICIENT_PRIVILEGE)) {
        String denial = PostgresErrors.text(e);
        report.misconfiguration(
            "The source's user lacks a grant for %s: %s. As the owner, run: %s;"
                .formatted(sql.file(), denial, grants.answering(denial, role())));
      } else if (PostgresErrors.isInSql(e)) {
        report.problem(
            "%s: %s (%s, %s)"
                .formatted(
                    sql.relation().name(),
                    state.startsWith("22") ? "a literal can't be read" : PostgresErrors.text(e),
                    state,
                    sql.file()));
      } else {
        throw PostgresErrors.failure(
            e, address, "checking %s (%s)".formatted(sql.relation().name(), sql.file()));
      }
    }
  }

  private String role() {
    return address.user().orElse("the_user");
  }
}
