package org.businessmetrics.compute;

import static java.math.BigDecimal.ZERO;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** {@code subscriptions_daily}, subscription by subscription and day by day. */
final class SubscriptionsOracle {
  private static final List<String> SOURCES = List.of("assumed", "invoices", "events", "observed");

  private final History history;
  private final QueryParameters parameters;
  private final MrrBook book;

  SubscriptionsOracle(History history, QueryParameters parameters) {
    this.history = history;
    this.parameters = parameters;
    this.book = new MrrBook(history, parameters);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (LocalDate day : History.days(parameters.firstDay(), parameters.lastDay())) {
      for (String currency : book.currencies()) {
        for (String plan : book.plansAndAll()) {
          if (book.firstSeen(currency, plan).filter(seen -> !seen.isAfter(day)).isPresent()) {
            lines.add(daily(day, currency, plan));
          }
        }
      }
    }
    return lines;
  }

  private String daily(LocalDate day, String currency, String plan) {
    List<History.Span> there =
        history.spans().stream()
            .filter(span -> span.currency().equals(currency))
            .filter(span -> plan.equals(MrrBook.ALL) || span.plan().equals(plan))
            .toList();
    Set<String> trialing = new TreeSet<>();
    Set<String> paying = new TreeSet<>();
    Set<String> pastDue = new TreeSet<>();
    Set<String> asked = new TreeSet<>();
    BigDecimal mrr = ZERO;
    BigDecimal atRisk = ZERO;
    BigDecimal trialMrr = ZERO;
    BigDecimal committed = ZERO;
    int weakest = SOURCES.size();
    for (History.Span span : there) {
      if (day.equals(span.askedDay()) && isFirstToAsk(span) && paid(span.subscription(), day)) {
        asked.add(span.user());
      }
      if (!span.holds(day) || !(span.isPaying() || span.isTrialing())) {
        continue;
      }
      weakest = Math.min(weakest, SOURCES.indexOf(span.source()));
      mrr = mrr.add(span.mrr());
      trialMrr = trialMrr.add(span.trialMrr());
      committed = span.cancels() ? committed : committed.add(span.mrr());
      (span.isTrialing() ? trialing : paying).add(span.user());
      if (span.isPastDue()) {
        atRisk = atRisk.add(span.mrr());
        pastDue.add(span.user());
      }
    }
    return Lines.line(
        day,
        plan,
        currency,
        trialing.size(),
        paying.size(),
        pastDue.size(),
        asked.size(),
        mrr,
        atRisk,
        trialMrr,
        committed,
        mrr.multiply(BigDecimal.valueOf(12)),
        paying.isEmpty()
            ? null
            : mrr.divide(BigDecimal.valueOf(paying.size()), 10, RoundingMode.HALF_UP),
        weakest == SOURCES.size() ? null : SOURCES.get(weakest),
        trialing.stream().filter(user -> !inTrial(there, user, day.minusDays(1))).count(),
        isFinal(day));
  }

  private static boolean inTrial(List<History.Span> spans, String user, LocalDate day) {
    return spans.stream()
        .anyMatch(span -> span.user().equals(user) && span.isTrialing() && span.holds(day));
  }

  private boolean isFirstToAsk(History.Span span) {
    return history.spans().stream()
        .filter(other -> other.subscription().equals(span.subscription()))
        .filter(other -> Objects.equals(other.askedDay(), span.askedDay()))
        .noneMatch(other -> other.first().isBefore(span.first()));
  }

  private boolean paid(String subscription, LocalDate day) {
    return history.spans().stream()
        .filter(span -> span.subscription().equals(subscription) && span.isPaying())
        .anyMatch(span -> span.holds(day) || span.holds(day.minusDays(1)));
  }

  private boolean isFinal(LocalDate last) {
    return !last.plusDays(parameters.lookbackDays()).isAfter(parameters.through());
  }
}
