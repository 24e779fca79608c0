package org.businessmetrics.simulator;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.businessmetrics.simulator.Customer.Change;

/**
 * The subscriptions of one user, one after the other, as chance has it: trials, renewals, changes,
 * pauses, debts, cancellations, returns. Instants are whole seconds, as the provider counts.
 */
final class Life {
  private static final List<String> PLANS = List.of("basic", "premium", "elite");

  private final Customer customer;
  private final Random dice;
  private final ZoneId zone;
  private final Instant until;
  private final Billing billing;
  private int contracts;
  private Contract contract;
  private Instant anchor;
  private int months;

  Life(Customer customer, Random dice, ZoneId zone, Instant until) {
    this.customer = customer;
    this.dice = dice;
    this.zone = zone;
    this.until = until;
    this.billing = new Billing(customer, dice, until);
    this.anchor = customer.signedUpAt;
    this.contract = open(customer.signedUpAt);
  }

  void live() {
    Instant start = customer.signedUpAt.plusSeconds(3600L + dice.nextInt(15 * 86400));
    while (start.isBefore(until)) {
      Optional<Instant> ended = subscribe(start);
      if (ended.isEmpty() || dice.nextInt(5) == 0) {
        return;
      }
      int pause = dice.nextBoolean() ? dice.nextInt(9 * 86400) : dice.nextInt(120 * 86400);
      start = ended.get().plusSeconds(7200L + pause);
    }
  }

  private Contract open(Instant start) {
    String plan = customer.currency.equals("USD") ? PLANS.get(dice.nextInt(3)) : "premium";
    String id = "sub_%s_%d".formatted(customer.name, contracts);
    return new Contract(id, start, plan, customer.currency, monthsAfter(start, 1));
  }

  /** Returns when it ended, unless it goes on. */
  private Optional<Instant> subscribe(Instant start) {
    contract = open(start);
    anchor = start;
    months = 1;
    boolean isFirst = contracts++ == 0;
    if (isFirst && dice.nextInt(2) == 0) {
      return trial(start);
    }
    change("created", start);
    if (dice.nextInt(10) == 0) {
      billing.failedAtOnce(contract, start.plusSeconds(1));
      Instant expired = start.plus(Duration.ofHours(23));
      contract.status = "incomplete_expired";
      contract.endedAt = expired;
      change("updated", expired);
      return Optional.of(expired);
    }
    contract.status = "active";
    change("updated", start);
    billing.paid(contract, billing.invoice(), start);
    return goOn(start);
  }

  private Optional<Instant> trial(Instant start) {
    Instant end = start.plus(Duration.ofDays(14));
    contract.status = "trialing";
    contract.trialStart = start;
    contract.trialEnd = end;
    contract.periodEnd = end;
    change("created", start);
    billing.free(contract, start);
    if (dice.nextInt(3) == 0) {
      schedule(within(start.plusSeconds(7200), end.minusSeconds(7200)));
    }
    anchor = end;
    months = 0;
    Optional<Instant> goesOn = renew();
    return goesOn.isPresent() ? goOn(goesOn.get()) : Optional.ofNullable(contract.endedAt);
  }

  /** From here to the end of what is paid, over and over. */
  private Optional<Instant> goOn(Instant from) {
    Instant cursor = from;
    while (cursor.isBefore(until)) {
      Instant periodEnd = contract.periodEnd;
      Instant tick = earlier(periodEnd, cursor.plus(Duration.ofDays(31)));
      if (Duration.between(cursor, tick).toDays() > 2 && act(cursor, tick)) {
        return Optional.ofNullable(contract.endedAt);
      }
      if (!contract.periodEnd.equals(periodEnd)) {
        cursor = contract.periodStart;
      } else if (tick.equals(periodEnd)) {
        Optional<Instant> next = renew();
        if (next.isEmpty()) {
          return Optional.ofNullable(contract.endedAt);
        }
        cursor = next.get();
      } else {
        cursor = tick;
      }
    }
    return Optional.empty();
  }

  /** What he does in a month, if anything. Returns whether that was the end. */
  private boolean act(Instant from, Instant to) {
    Instant at = within(from.plusSeconds(7200), to.minusSeconds(12 * 3600));
    int what = contract.isScheduled ? 99 : dice.nextInt(100);
    boolean isPlain = contract.currency.equals("USD") && !contract.isYearly;
    if (what < 14 && isPlain) {
      changePlan(at);
    } else if (what < 22) {
      contract.quantity = 1 + dice.nextInt(4);
      change("updated", at);
    } else if (what < 31 && !contract.isYearly && contract.discount == null) {
      boolean isPart = dice.nextBoolean();
      contract.discount =
          new Contract.Discount(
              isPart ? new BigDecimal("25") : null,
              isPart ? null : new BigDecimal("3"),
              monthsAfter(anchor, months + dice.nextInt(3)));
      change("updated", at);
    } else if (what < 37 && contract.plan.equals("premium") && contract.currency.equals("USD")) {
      contract.isYearly = !contract.isYearly;
      beginPeriod(at);
      change("updated", at);
      billing.paid(contract, billing.invoice(), at.plusSeconds(2));
    } else if (what < 48) {
      schedule(at);
      regret(at, to, isPlain);
    } else if (what < 53) {
      customer.requests.add(at);
      contract.requestedAt = at;
      end(at, "cancellation_requested", true);
      return true;
    } else if (what < 60) {
      contract.isPaused = true;
      change("updated", at);
      contract.isPaused = false;
      Instant back = at.plusSeconds(3600 + dice.nextInt(20 * 86400));
      change("updated", earlier(back, to.minusSeconds(3600)));
    }
    return false;
  }

  private void changePlan(Instant at) {
    String before = contract.plan;
    contract.plan = PLANS.get((PLANS.indexOf(before) + 1 + dice.nextInt(2)) % 3);
    boolean isRegretted = dice.nextInt(3) == 0;
    boolean rowTellsPrice =
        !contract.plan.equals("premium") && contract.bill().compareTo(contract.price()) == 0;
    change("updated", at, !isRegretted && rowTellsPrice);
    if (isRegretted) {
      contract.plan = before;
      change("updated", at.plusSeconds(600 + dice.nextInt(8 * 3600)));
    }
  }

  private void schedule(Instant at) {
    contract.isScheduled = true;
    contract.requestedAt = at;
    contract.reason = "cancellation_requested";
    customer.requests.add(at);
    change("updated", at);
  }

  private void regret(Instant asked, Instant to, boolean isPlain) {
    int what = dice.nextInt(10);
    Instant soon = asked.plusSeconds(600 + dice.nextInt(8 * 3600));
    if (what < 2) {
      takeBack(soon);
    } else if (what < 4) {
      takeBack(within(asked.plusSeconds(3600), to));
    } else if (what < 6 && isPlain) {
      contract.plan = PLANS.get((PLANS.indexOf(contract.plan) + 1) % 3);
      change("updated", within(asked.plusSeconds(3600), to));
    }
  }

  private void takeBack(Instant at) {
    contract.isScheduled = false;
    contract.requestedAt = null;
    contract.reason = null;
    change("updated", at);
  }

  /** The end of a period. Returns from when on it goes on, unless it does not. */
  private Optional<Instant> renew() {
    Instant at = contract.periodEnd;
    if (contract.discount != null && !contract.discount.until().isAfter(at)) {
      contract.discount = null;
    }
    if (contract.isScheduled) {
      end(at, "cancellation_requested", false);
      return Optional.empty();
    }
    months += contract.isYearly ? 12 : 1;
    contract.status = "active";
    contract.periodStart = at;
    contract.periodEnd = monthsAfter(anchor, months);
    change("updated", at);
    String invoice = billing.invoice();
    Instant attempt = at.plus(Duration.ofHours(1));
    if (dice.nextInt(100) < 86) {
      billing.paid(contract, invoice, attempt);
      return Optional.of(attempt);
    }
    billing.failed(contract, invoice, attempt);
    contract.status = "past_due";
    change("updated", attempt, true);
    return recover(invoice, attempt);
  }

  private Optional<Instant> recover(String invoice, Instant failed) {
    for (int days : new int[] {3, 5, 7}) {
      Instant at = failed.plus(Duration.ofDays(days));
      if (dice.nextInt(10) < 2) {
        return pay(invoice, at);
      }
      billing.failed(contract, invoice, at);
    }
    Instant last = failed.plus(Duration.ofDays(7));
    switch (dice.nextInt(6)) {
      case 0 -> end(last, "payment_failed", false);
      case 1 -> {
        contract.status = "unpaid";
        change("updated", last);
        end(last.plus(Duration.ofDays(30)), "payment_failed", false);
      }
      case 2 -> {
        contract.status = "unpaid";
        change("updated", last);
        return pay(invoice, last.plusSeconds(dice.nextInt(20 * 86400)).plusSeconds(86400));
      }
      case 3 -> {
        return pay(invoice, last.plusSeconds(dice.nextInt(20 * 86400)).plusSeconds(86400));
      }
      case 4 -> {
        return pay(invoice, last.plus(Duration.ofDays(24 + dice.nextInt(15))));
      }
      default -> end(last.plus(Duration.ofDays(38)), "payment_failed", false);
    }
    return Optional.empty();
  }

  private Optional<Instant> pay(String invoice, Instant at) {
    billing.paid(contract, invoice, at);
    contract.status = "active";
    if (!at.isBefore(contract.periodEnd)) {
      beginPeriod(at);
    }
    change("updated", at);
    return Optional.of(at);
  }

  /** Periods are counted from here on, and what was off for a number of them is over. */
  private void beginPeriod(Instant at) {
    anchor = at;
    months = contract.isYearly ? 12 : 1;
    contract.periodStart = at;
    contract.periodEnd = monthsAfter(at, months);
    contract.discount = null;
  }

  private void end(Instant at, String reason, boolean mayBeLost) {
    contract.status = "canceled";
    contract.endedAt = at;
    contract.reason = reason;
    contract.requestedAt = contract.requestedAt == null ? at : contract.requestedAt;
    change("deleted", at, mayBeLost);
  }

  private void change(String type, Instant at) {
    change(type, at, false);
  }

  private void change(String type, Instant at, boolean mayBeLost) {
    if (at.isBefore(until)) {
      customer.changes.add(
          new Change(at, "customer.subscription." + type, contract.copy(), mayBeLost));
    }
  }

  /** Somewhere between, in one of six cases as close to midnight as can be. */
  private Instant within(Instant from, Instant to) {
    long seconds = Math.max(1, Duration.between(from, to).toSeconds());
    Instant at = from.plusSeconds((long) (dice.nextDouble() * seconds));
    if (dice.nextInt(6) > 0) {
      return at;
    }
    Instant edge =
        at.atZone(zone)
            .toLocalDate()
            .atStartOfDay(zone)
            .toInstant()
            .plusSeconds(dice.nextInt(7) - 3L);
    return edge.isAfter(from) && edge.isBefore(to) ? edge : at;
  }

  static Instant monthsAfter(Instant from, int months) {
    return from.atZone(ZoneOffset.UTC).plusMonths(months).toInstant();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
