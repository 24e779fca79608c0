package org.businessmetrics.cli;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.businessmetrics.audit.Acceptance;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What somebody may accept by name, with a reason that is kept. */
final class CheckOptions {
  @Option(
      names = "--accept",
      paramLabel = "CHECK:DAY",
      description = "Publish although this check failed for this day; needs --reason.")
  private List<String> accept = new ArrayList<>();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the result.")
  private @Nullable String reason;

  @Option(
      names = "--accept-loss",
      description = "Publish although the source has fewer rows for a final day than the facts.")
  private boolean acceptLoss;

  boolean acceptLoss() {
    return acceptLoss;
  }

  List<Acceptance> accepted() {
    if (!accept.isEmpty() && (reason == null || reason.isBlank())) {
      throw new Failure(ExitCode.USAGE, "--accept needs --reason TEXT, which is kept with it.");
    }
    return accept.stream().map(this::acceptance).toList();
  }

  private Acceptance acceptance(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw invalid(text, null);
    }
    try {
      return new Acceptance(
          text.substring(0, colon),
          LocalDate.parse(text.substring(colon + 1)),
          String.valueOf(reason));
    } catch (DateTimeParseException e) {
      throw invalid(text, e);
    }
  }

  private static Failure invalid(String text, @Nullable DateTimeParseException cause) {
    return new Failure(
        ExitCode.USAGE,
        "Invalid --accept: '%s' (must be CHECK:DAY, as in revenue_daily.refunds:2026-11-22)"
            .formatted(text),
        cause);
  }
}
