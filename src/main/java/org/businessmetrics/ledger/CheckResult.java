package org.businessmetrics.ledger;

import java.time.LocalDate;
import java.util.Optional;
import org.businessmetrics.catalog.Metric.Severity;

/**
 * A row of {@code pipeline.check_results}.
 *
 * @param checkName {@code metric.check}
 * @param day the offending day; the run's last day where the check passed or names none
 * @param message the check's meaning, or the error that it ended with
 * @param acceptedReason why an operator published despite the failure
 */
public record CheckResult(
    String checkName,
    LocalDate day,
    Severity severity,
    boolean passed,
    Optional<String> expected,
    Optional<String> actual,
    String message,
    Optional<String> acceptedReason) {

  /** Whether this alone keeps the run from being published. */
  public boolean refuses() {
    return !passed && severity == Severity.FAIL && acceptedReason.isEmpty();
  }

  /** The same, published despite the failure. */
  public CheckResult accepted(String reason) {
    return new CheckResult(
        checkName, day, severity, passed, expected, actual, message, Optional.of(reason));
  }
}
