package org.businessmetrics.simulator;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.simulator.Customer.Change;
import org.jspecify.annotations.Nullable;

/**
 * What each customer's subscription was at the end of each day, at the granularity of the nights
 * that looked: a change counts when it happened, unless a night in between saw the row without it;
 * then from when the application wrote it.
 */
final class Truth {
  private static final int DAYS_OF_DEBT = 30;

  private final BusinessCalendar calendar;
  private final Nights nights;

  Truth(BusinessCalendar calendar, Nights nights) {
    this.calendar = calendar;
    this.nights = nights;
  }

  /**
   * @param reason why it is not in force
   */
  record Day(
      Contract contract,
      boolean isInForce,
      boolean isTrialing,
      @Nullable String reason,
      String quality) {
    BigDecimal mrr() {
      return isInForce ? contract.mrr() : BigDecimal.ZERO;
    }

    BigDecimal trialMrr() {
      return isTrialing ? contract.mrr() : BigDecimal.ZERO;
    }

    boolean isPastDue() {
      return isInForce && contract.status.equals("past_due");
    }

    boolean cancels() {
      return (isInForce || isTrialing) && contract.isScheduled;
    }
  }

  /** Nothing before the subscription, and after the day on which a night missed the account. */
  Optional<Day> at(Customer customer, LocalDate day) {
    if (day.isAfter(nights.firstToSee(customer.deletedAt))) {
      return Optional.empty();
    }
    Instant end = calendar.endOf(day);
    int last = lastBefore(customer, end);
    if (last < 0) {
      return Optional.empty();
    }
    Contract contract = customer.changes.get(last).after;
    boolean isOver = contract.isScheduled && !calendar.dayOf(contract.periodEnd).isAfter(day);
    boolean isInForce =
        switch (contract.trueStatus()) {
          case "active" -> !isOver;
          case "past_due" ->
              day.isBefore(calendar.dayOf(debtBegan(customer, last)).plusDays(DAYS_OF_DEBT));
          default -> false;
        };
    boolean isTrialing = contract.status.equals("trialing") && !isOver;
    return Optional.of(
        new Day(
            contract,
            isInForce,
            isTrialing,
            isInForce ? null : reason(contract),
            isObserved(customer, last, day) ? "observed" : "events"));
  }

  private static String reason(Contract contract) {
    boolean isPaymentsFault =
        List.of("past_due", "unpaid", "incomplete", "incomplete_expired").contains(contract.status)
            || "payment_failed".equals(contract.reason);
    return isPaymentsFault ? "involuntary" : "voluntary";
  }

  private int lastBefore(Customer customer, Instant end) {
    for (int i = customer.changes.size() - 1; i >= 0; i--) {
      Instant from = countsFrom(customer, i);
      if (from != null && from.isBefore(end)) {
        return i;
      }
    }
    return -1;
  }

  private @Nullable Instant countsFrom(Customer customer, int i) {
    Change change = customer.changes.get(i);
    if (!change.isTold) {
      return change.handled;
    }
    Contract shown = shownBefore(customer, i);
    boolean isContradicted =
        nights.lookedBetween(change.created, change.handled)
            && shown != null
            && !shown.looksLike(change.after);
    if (!isContradicted) {
      return change.created;
    }
    return change.isWritten ? change.handled : null;
  }

  /** What the row says right before the application hears of the change. */
  private static @Nullable Contract shownBefore(Customer customer, int i) {
    Instant handled = customer.changes.get(i).handled;
    return customer.changes.stream()
        .filter(change -> change.isWritten && change.handled.isBefore(handled))
        .reduce((one, next) -> next)
        .map(change -> change.after)
        .orElse(null);
  }

  private Instant debtBegan(Customer customer, int last) {
    int first = last;
    for (int i = last; i >= 0; i--) {
      if (countsFrom(customer, i) != null) {
        if (!customer.changes.get(i).after.status.equals("past_due")) {
          break;
        }
        first = i;
      }
    }
    return Objects.requireNonNull(countsFrom(customer, first));
  }

  /** Whether a night that can tell of the day saw the row as the customer's change left it. */
  private boolean isObserved(Customer customer, int last, LocalDate day) {
    Instant end = calendar.endOf(day);
    Change change = customer.changes.get(last);
    if (change.isWritten && change.handled.isBefore(end)) {
      return nights.lookedBetween(change.handled, nextWrite(customer, change.handled), day);
    }
    // A night after the change saw a row that can't tell it from the one before.
    Change row =
        customer.changes.stream()
            .filter(one -> one.isWritten && one.handled.isBefore(end))
            .reduce((one, next) -> next)
            .orElse(null);
    return row != null
        && row.after.looksLike(change.after)
        && nights.lookedBetween(
            row.handled.isAfter(change.created) ? row.handled : change.created,
            nextWrite(customer, row.handled),
            day);
  }

  private static Instant nextWrite(Customer customer, Instant after) {
    return customer.changes.stream()
        .filter(change -> change.isWritten && change.handled.isAfter(after))
        .map(change -> change.handled)
        .min(Instant::compareTo)
        .filter(next -> next.isBefore(customer.deletedAt))
        .orElse(customer.deletedAt);
  }
}
