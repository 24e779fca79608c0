package org.businessmetrics.publish;

import java.io.IOException;
import java.sql.SQLException;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;

/** What an operator reads when rows of the source don't arrive in the pipeline's database. */
final class CopyErrors {
  private CopyErrors() {}

  /** Whether the server could not make of a value what its column holds. */
  static boolean isAboutValues(Throwable error) {
    return error instanceof SQLException sql
        && sql.getSQLState() != null
        && sql.getSQLState().startsWith("22");
  }

  /** 65: the rows are not as the contract says. */
  static Failure unreadable(String relation, Throwable error) {
    return new Failure(
        ExitCode.SOURCE_CONTRACT,
        "The source's %s can't be read: %s. Each column must have its canonical type."
            .formatted(relation, String.valueOf(error.getMessage()).lines().findFirst().orElse("")),
        error);
  }

  /** 75: the rows ended too early. */
  static Failure brokenOff(String relation, IOException error) {
    return new Failure(
        ExitCode.TRY_AGAIN,
        "Reading the source's %s broke off: %s. The next run tries again."
            .formatted(relation, error.getMessage()),
        error);
  }
}
