package org.businessmetrics.audit;

import java.util.List;
import java.util.Optional;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.CheckResult;

/** How all checks of a run came out. */
public record CheckReport(List<CheckResult> results) {
  public CheckReport {
    results = List.copyOf(results);
  }

  /** What keeps the run from being published. */
  public List<CheckResult> refusals() {
    return results.stream().filter(CheckResult::refuses).toList();
  }

  /** What failed and does not keep the run from being published. */
  public List<CheckResult> warnings() {
    return results.stream().filter(result -> !result.passed() && !result.refuses()).toList();
  }

  /** What to end with where the run may not be published: exit 3. */
  public Optional<Failure> refusal() {
    List<CheckResult> refusals = refusals();
    if (refusals.isEmpty()) {
      return Optional.empty();
    }
    CheckResult first = refusals.get(0);
    String more = refusals.size() == 1 ? "" : " (and %d more)".formatted(refusals.size() - 1);
    return Optional.of(
        new Failure(
            ExitCode.REFUSED,
            "Check %s failed for %s: expected %s, found %s%s. %s Nothing was published, the figures from before stand."
                .formatted(
                    first.checkName(),
                    first.day(),
                    first.expected().orElse("-"),
                    first.actual().orElse("-"),
                    more,
                    first.message())));
  }
}
