package org.businessmetrics.compute;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code payments_daily} by asking of each attempt what came before and after it. */
final class PaymentOracle {
  private static final Comparator<History.Attempt> IN_ORDER =
      Comparator.comparing(History.Attempt::at)
          .thenComparing(History.Attempt::status)
          .thenComparing(History.Attempt::id);

  private final History history;
  private final QueryParameters parameters;
  private final List<History.Attempt> known;

  PaymentOracle(History history, QueryParameters parameters) {
    this.history = history;
    this.parameters = parameters;
    this.known =
        history.attempts().stream()
            .filter(attempt -> !attempt.day().isAfter(parameters.lastDay()))
            .toList();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (LocalDate day : History.days(history.start(), parameters.lastDay())) {
      if (!day.plusDays(30).isBefore(parameters.firstDay())) {
        known.stream()
            .filter(attempt -> !attempt.day().isAfter(day))
            .map(History.Attempt::currency)
            .distinct()
            .forEach(currency -> lines.add(line(day, currency)));
      }
    }
    return lines;
  }

  private String line(LocalDate day, String currency) {
    List<History.Attempt> today =
        known.stream()
            .filter(attempt -> attempt.day().equals(day) && attempt.currency().equals(currency))
            .toList();
    List<History.Attempt> ended = today.stream().filter(History.Attempt::hasEnded).toList();
    List<History.Attempt> succeeded = withStatus(ended, "succeeded");
    List<History.Attempt> first = ended.stream().filter(this::isFirst).toList();
    List<History.Attempt> failedFirst = withStatus(first, "failed");
    long recovered = failedFirst.stream().filter(this::isRecovered).count();
    LocalDate recoveryEnds = day.plusDays(30);
    boolean isComplete = !recoveryEnds.isAfter(parameters.lastDay());
    return Lines.line(
        day,
        currency,
        ended.size(),
        succeeded.size(),
        ended.size() - succeeded.size(),
        today.size() - ended.size(),
        rate(succeeded.size(), ended.size()),
        sum(ended),
        sum(succeeded),
        rate(sum(succeeded), sum(ended)),
        first.size(),
        failedFirst.size(),
        rate(first.size() - failedFirst.size(), first.size()),
        recovered,
        isComplete ? rate(recovered, failedFirst.size()) : null,
        isComplete,
        recoveryEnds,
        known.stream().anyMatch(one -> one.invoice() != null && !one.day().isAfter(day))
            ? "payments_and_invoices"
            : "payments",
        !recoveryEnds.plusDays(parameters.lookbackDays()).isAfter(parameters.through()));
  }

  private boolean isFirst(History.Attempt attempt) {
    return attempt.invoice() != null
        && othersOfInvoice(attempt)
            .filter(other -> IN_ORDER.compare(other, attempt) < 0)
            .noneMatch(other -> !other.day().isBefore(attempt.day().minusDays(90)));
  }

  private boolean isRecovered(History.Attempt failed) {
    return othersOfInvoice(failed)
        .filter(other -> IN_ORDER.compare(other, failed) > 0)
        .filter(other -> other.status().equals("succeeded"))
        .anyMatch(other -> !other.day().isAfter(failed.day().plusDays(30)));
  }

  private Stream<History.Attempt> othersOfInvoice(History.Attempt attempt) {
    return known.stream()
        .filter(History.Attempt::hasEnded)
        .filter(other -> Objects.equals(other.invoice(), attempt.invoice()));
  }

  private static List<History.Attempt> withStatus(List<History.Attempt> attempts, String status) {
    return attempts.stream().filter(attempt -> attempt.status().equals(status)).toList();
  }

  private static BigDecimal sum(List<History.Attempt> attempts) {
    return attempts.stream().map(History.Attempt::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static @Nullable BigDecimal rate(long part, long whole) {
    return rate(BigDecimal.valueOf(part), BigDecimal.valueOf(whole));
  }

  private static @Nullable BigDecimal rate(BigDecimal part, BigDecimal whole) {
    return whole.signum() == 0 ? null : part.divide(whole, 10, RoundingMode.HALF_UP);
  }
}
