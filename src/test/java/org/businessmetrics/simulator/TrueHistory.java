package org.businessmetrics.simulator;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.compute.History;
import org.businessmetrics.simulator.SimulatedApplication.Setting;
import org.businessmetrics.simulator.Truth.Day;
import org.jspecify.annotations.Nullable;

/** The truth as the definitions ask for it: user by user, day by day. */
final class TrueHistory {
  private final Setting setting;
  private final BusinessCalendar calendar;
  private final Nights nights;
  private final Truth truth;
  private final List<Customer> customers;

  TrueHistory(Setting setting, Nights nights, List<Customer> customers) {
    this.setting = setting;
    this.calendar = setting.calendar();
    this.nights = nights;
    this.truth = new Truth(calendar, nights);
    Instant firstNight = nights.nightOf(nights.days().get(0));
    this.customers =
        customers.stream().filter(customer -> !customer.deletedAt.isBefore(firstNight)).toList();
  }

  /** {@code subscription_history} at the end of each day, internal accounts included. */
  List<String> states() {
    List<String> lines = new ArrayList<>();
    for (Customer customer : customers) {
      for (LocalDate day : days()) {
        truth
            .at(customer, day)
            .ifPresent(
                state ->
                    lines.add(
                        String.join(
                            "|",
                            customer.subscription.toString(),
                            day.toString(),
                            state.contract().trueStatus(),
                            state.contract().plan,
                            state.contract().currency,
                            state.contract().mrr().stripTrailingZeros().toPlainString(),
                            state.contract().isScheduled ? "t" : "f",
                            state.quality())));
      }
    }
    return lines.stream().sorted().toList();
  }

  History history() {
    Map<String, NavigableSet<LocalDate>> active = new HashMap<>();
    List<History.Signup> signups = new ArrayList<>();
    List<History.Cash> cash = new ArrayList<>();
    List<History.Attempt> attempts = new ArrayList<>();
    List<History.Span> spans = new ArrayList<>();
    for (Customer customer : customers) {
      if (!customer.isStaff) {
        String user = customer.id.toString();
        signups.add(
            new History.Signup(user, customer.signedUpAt, calendar.dayOf(customer.signedUpAt)));
        active.put(user, active(customer));
        cash.addAll(cash(customer));
        attempts.addAll(attempts(customer));
        spans.addAll(spans(customer));
      }
    }
    return new History(
        setting.first(),
        DayOfWeek.MONDAY,
        active,
        signups,
        cash,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        spans,
        List.of(),
        attempts);
  }

  private List<LocalDate> days() {
    return setting.first().datesUntil(setting.last().plusDays(1)).toList();
  }

  /** Whether the row was there when its day was last read, and the account was too. */
  private boolean isRead(Customer customer, LocalDate day, Instant writtenAt) {
    Instant reading = nights.lastReading(day);
    return writtenAt.isBefore(reading) && !customer.deletedAt.isBefore(reading);
  }

  private NavigableSet<LocalDate> active(Customer customer) {
    return customer.activity.stream()
        .filter(at -> isRead(customer, calendar.dayOf(at), at))
        .map(calendar::dayOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<History.Cash> cash(Customer customer) {
    List<History.Cash> rows = new ArrayList<>();
    for (Customer.Cash one : customer.cash) {
      LocalDate day = calendar.dayOf(one.at());
      if (isRead(customer, day, one.writtenAt())) {
        BigDecimal net = one.isRefund() ? one.amount().negate() : one.amount();
        rows.add(
            new History.Cash(
                customer.id.toString(),
                day,
                one.currency(),
                one.isRefund() ? BigDecimal.ZERO : one.amount(),
                one.isRefund() ? one.amount() : BigDecimal.ZERO,
                one.isSubscription() ? net : BigDecimal.ZERO,
                one.isSubscription() ? BigDecimal.ZERO : net,
                one.isRefund() ? 0 : one.amount().signum()));
      }
    }
    return rows;
  }

  /** One that ended long after it began is pending for ever on the day on which it began. */
  private List<History.Attempt> attempts(Customer customer) {
    List<History.Attempt> rows = new ArrayList<>();
    for (Customer.Attempt one : customer.attempts) {
      LocalDate created = calendar.dayOf(one.createdAt());
      Instant reading = nights.lastReading(created);
      boolean isOpen = one.endedAt() == null || !one.endedAt().isBefore(reading);
      if (isOpen && isRead(customer, created, one.createdAt())) {
        rows.add(attempt(customer, one, "pending", one.createdAt()));
      }
      Instant ended = one.endedAt();
      if (ended != null
          && !one.status().equals("canceled")
          && ended.isBefore(customer.deletedAt)
          && isRead(customer, calendar.dayOf(ended), later(ended, one.writtenAt()))) {
        rows.add(attempt(customer, one, one.status(), ended));
      }
    }
    return rows;
  }

  private History.Attempt attempt(
      Customer customer, Customer.Attempt one, String status, Instant at) {
    return new History.Attempt(
        one.id(),
        customer.id.toString(),
        one.invoice(),
        status,
        one.amount(),
        one.currency(),
        at,
        calendar.dayOf(at));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private List<History.Span> spans(Customer customer) {
    List<History.Span> spans = new ArrayList<>();
    TreeSet<LocalDate> asked =
        customer.requests.stream()
            .map(calendar::dayOf)
            .collect(Collectors.toCollection(TreeSet::new));
    for (LocalDate day : days()) {
      Optional<Day> state = truth.at(customer, day);
      if (state.isEmpty()) {
        continue;
      }
      History.Span span = span(customer, day, state.get(), asked.contains(day) ? day : null);
      History.Span before = spans.isEmpty() ? null : spans.get(spans.size() - 1);
      if (before != null && before.endReason() == null && span.equals(at(before, day))) {
        spans.set(spans.size() - 1, until(before, day));
      } else {
        spans.add(span);
      }
    }
    return spans;
  }

  private History.Span span(
      Customer customer, LocalDate day, Day state, @Nullable LocalDate asked) {
    return new History.Span(
        customer.id.toString(),
        customer.subscription.toString(),
        day,
        day,
        state.contract().plan,
        state.contract().currency,
        state.mrr(),
        state.trialMrr(),
        state.isPastDue(),
        state.cancels(),
        asked,
        endReason(customer, day, state),
        state.quality());
  }

  private @Nullable String endReason(Customer customer, LocalDate day, Day state) {
    if (!state.isInForce() || day.equals(setting.last())) {
      return null;
    }
    Optional<Day> next = truth.at(customer, day.plusDays(1));
    return next.isEmpty() ? "unknown" : next.get().reason();
  }

  private static History.Span at(History.Span span, LocalDate day) {
    return with(span, day, day);
  }

  private static History.Span until(History.Span span, LocalDate last) {
    return with(span, span.first(), last);
  }

  private static History.Span with(History.Span span, LocalDate first, LocalDate last) {
    return new History.Span(
        span.user(),
        span.subscription(),
        first,
        last,
        span.plan(),
        span.currency(),
        span.mrr(),
        span.trialMrr(),
        span.isPastDue(),
        span.cancels(),
        span.askedDay(),
        span.endReason(),
        span.source());
  }
}
