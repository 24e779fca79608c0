package org.businessmetrics.demo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.businessmetrics.demo.Books.Cash;
import org.businessmetrics.demo.Books.Origin;
import org.businessmetrics.demo.Person.Stay;
import org.businessmetrics.demo.StripeEvents.Invoice;

/**
 * Lives the subscriptions of one person after the other: trial, renewals, changes of plan, failed
 * payments, cancellations, returns. Whatever would come after the company's present is left out.
 */
final class Subscriptions {
  private static final double WITH_TRIAL = 0.6;
  private static final double FIRST_PAYMENT_FAILS = 0.02;
  private static final double RENEWAL_FAILS = 0.055;
  private static final double RETRY_SUCCEEDS = 0.38;
  private static final double RETURNS = 0.22;
  private static final double REFUNDED = 0.022;
  private static final int[] RETRIES_AFTER_DAYS = {3, 5, 7};

  private final CompanyCalendar calendar;
  private final Chance chance;
  private final StripeEvents stripe;
  private final Books books;
  private final EventLog events;

  Subscriptions(
      CompanyCalendar calendar, Chance chance, StripeEvents stripe, Books books, EventLog events) {
    this.calendar = calendar;
    this.chance = chance;
    this.stripe = stripe;
    this.books = books;
    this.events = events;
  }

  /** Decides whether and when a person subscribes, and lives what follows. */
  void live(Person person) {
    if (person.role != Person.Role.CUSTOMER || !chance.happens(person.kind.subscribes)) {
      return;
    }
    long start = wholeSecond(person.signedUpAt + Times.HOUR / 4 + waiting(9));
    if (happens(start + Times.MINUTE, person)) {
      SubscriptionRow row =
          new SubscriptionRow(chance.uuid(), chance.name("cus_"), start + Times.SECOND);
      person.subscription = row;
      boolean first = true;
      while (happens(start + Times.MINUTE, person)) {
        live(person, row, start, first);
        int until = row.endedAt == Times.NEVER ? calendar.days() : calendar.dayOf(row.endedAt) + 1;
        person.stays.add(new Stay(calendar.dayOf(start), until));
        if (row.endedAt == Times.NEVER || !chance.happens(RETURNS)) {
          return;
        }
        start = wholeSecond(row.endedAt + 25 * Times.DAY + waiting(55));
        first = false;
      }
    }
  }

  private void live(Person person, SubscriptionRow row, long start, boolean first) {
    open(row, start);
    events.subscribe(person, start);
    if (first && chance.happens(WITH_TRIAL)) {
      if (!trial(person, row)) {
        return;
      }
    } else if (chance.happens(FIRST_PAYMENT_FAILS)) {
      neverPaid(person, row);
      return;
    } else {
      row.status = "active";
      row.periodEnd = monthsAfter(start, 1);
      created(person, row);
      Invoice invoice = invoice(row, "subscription_create", row.plan.cents, start);
      paid(person, row, invoice, 1, start + Times.SECOND);
    }
    long anchor = row.periodStart;
    for (int month = 1; duringPeriod(person, row); month++) {
      if (!happens(row.periodEnd, person) || !renew(person, row, monthsAfter(anchor, month + 1))) {
        return;
      }
    }
  }

  private void open(SubscriptionRow row, long start) {
    row.stripeId = chance.name("sub_");
    row.itemId = chance.name("si_");
    row.plan = Plan.chosenBy(chance);
    row.planAtCreation = row.plan;
    row.status = "incomplete";
    row.startedAt = start;
    row.periodStart = start;
    row.periodEnd = monthsAfter(start, 1);
    row.cancelAtPeriodEnd = false;
    row.cancelRequestedAt = Times.NEVER;
    row.endedAt = Times.NEVER;
    row.trialStart = Times.NEVER;
    row.trialEnd = Times.NEVER;
    row.cancellationReason = "";
    row.canceledAt = Times.NEVER;
  }

  /** Fourteen days for nothing. Returns whether a paid period follows, and the company sees it. */
  private boolean trial(Person person, SubscriptionRow row) {
    row.status = "trialing";
    row.trialStart = row.startedAt;
    row.trialEnd = row.startedAt + 14 * Times.DAY;
    row.periodEnd = row.trialEnd;
    created(person, row);
    paid(person, row, invoice(row, "subscription_create", 0, row.startedAt), 0, row.startedAt);
    boolean leaves = chance.happens(0.36);
    if (leaves) {
      long asked = between(row.startedAt, row.trialEnd - 3 * Times.DAY);
      if (!happens(asked, person)) {
        return false;
      }
      requestCancellation(person, row, asked);
    }
    long reminder = row.trialEnd - 3 * Times.DAY;
    if (happens(reminder, person)) {
      stripe.send(
          "customer.subscription.trial_will_end", reminder, stripe.subscription(person, row), "");
    }
    if (!happens(row.trialEnd, person)) {
      return false;
    }
    if (leaves) {
      end(person, row, row.trialEnd, "cancellation_requested");
      return false;
    }
    return renew(person, row, monthsAfter(row.trialEnd, 1));
  }

  /** The bank declines the very first payment; after a day the provider gives up. */
  private void neverPaid(Person person, SubscriptionRow row) {
    created(person, row);
    Invoice invoice = invoice(row, "subscription_create", row.plan.cents, row.startedAt);
    failed(person, row, invoice, 1, row.startedAt + Times.SECOND);
    long expired = row.startedAt + 23 * Times.HOUR;
    if (happens(expired, person)) {
      row.status = "incomplete_expired";
      row.endedAt = expired;
      updated(person, row, expired, "{\"status\":\"incomplete\"}");
    }
  }

  /** What the customer does inside a paid period. Returns whether it runs to its end. */
  private boolean duringPeriod(Person person, SubscriptionRow row) {
    double what = chance.share();
    long when = between(row.periodStart + 2 * Times.HOUR, row.periodEnd - 2 * Times.HOUR);
    if (!happens(when, person)) {
      return false;
    }
    if (what < 0.032) {
      requestCancellation(person, row, when);
    } else if (what < 0.044) {
      requestCancellation(person, row, when);
      long regretted = between(when, row.periodEnd);
      if (!happens(regretted, person)) {
        return false;
      }
      takeBackCancellation(person, row, regretted);
    } else if (what < 0.051) {
      row.cancelRequestedAt = when;
      end(person, row, when, "cancellation_requested");
      return false;
    } else if (what < 0.088) {
      changePlan(person, row, when);
    }
    return true;
  }

  private void requestCancellation(Person person, SubscriptionRow row, long when) {
    row.cancelAtPeriodEnd = true;
    row.cancelRequestedAt = when;
    row.cancellationReason = "cancellation_requested";
    updated(
        person,
        row,
        when,
        "{\"cancel_at_period_end\":false,\"cancel_at\":null,\"canceled_at\":null}");
  }

  private void takeBackCancellation(Person person, SubscriptionRow row, long when) {
    String before =
        "{\"cancel_at_period_end\":true,\"cancel_at\":%s,\"canceled_at\":%s}"
            .formatted(
                StripeEvents.seconds(row.periodEnd), StripeEvents.seconds(row.cancelRequestedAt));
    row.cancelAtPeriodEnd = false;
    row.cancelRequestedAt = Times.NEVER;
    row.cancellationReason = "";
    updated(person, row, when, before);
  }

  /** The price of the item changes at once; a larger plan is charged for the rest of the period. */
  private void changePlan(Person person, SubscriptionRow row, long when) {
    Plan old = row.plan;
    StringBuilder before = new StringBuilder("{\"items\":{\"data\":[{\"id\":\"");
    before.append(row.itemId).append("\",\"price\":");
    StripeEvents.price(before, old);
    row.plan = old.changedBy(chance);
    updated(person, row, when, before.append("}]}}").toString());
    long more = row.plan.cents - old.cents;
    if (more > 0) {
      long rest = more * (row.periodEnd - when) / (row.periodEnd - row.periodStart);
      Invoice proration =
          new Invoice(
              chance.name("in_"),
              chance.name("ch_"),
              "subscription_update",
              Math.max(rest, 1),
              when,
              when,
              row.periodEnd);
      paid(person, row, proration, 1, when + 2 * Times.SECOND);
    }
  }

  /** The end of a period: over, paid again, or a payment that fails. Returns whether it goes on. */
  private boolean renew(Person person, SubscriptionRow row, long until) {
    long at = row.periodEnd;
    if (row.cancelAtPeriodEnd) {
      end(person, row, at, "cancellation_requested");
      return false;
    }
    String before =
        "{\"status\":\"%s\",\"current_period_start\":%s,\"current_period_end\":%s}"
            .formatted(
                row.status,
                StripeEvents.seconds(row.periodStart),
                StripeEvents.seconds(row.periodEnd));
    row.status = "active";
    row.periodStart = at;
    row.periodEnd = until;
    updated(person, row, at, before);
    Invoice invoice = invoice(row, "subscription_cycle", row.plan.cents, at);
    long attempt = at + Times.HOUR;
    if (!happens(attempt, person)) {
      return false;
    }
    if (!chance.happens(RENEWAL_FAILS)) {
      paid(person, row, invoice, 1, attempt);
      return true;
    }
    failed(person, row, invoice, 1, attempt);
    row.status = "past_due";
    updated(person, row, attempt, "{\"status\":\"active\"}");
    return recover(person, row, invoice, attempt);
  }

  private boolean recover(Person person, SubscriptionRow row, Invoice invoice, long failedAt) {
    int attempts = 1;
    long at = failedAt;
    for (int days : RETRIES_AFTER_DAYS) {
      at = failedAt + days * Times.DAY;
      attempts++;
      if (!happens(at, person)) {
        return false;
      }
      if (chance.happens(RETRY_SUCCEEDS)) {
        paid(person, row, invoice, attempts, at);
        row.status = "active";
        updated(person, row, at, "{\"status\":\"past_due\"}");
        return true;
      }
      failed(person, row, invoice, attempts, at);
    }
    if (chance.happens(0.5)) {
      end(person, row, at, "payment_failed");
    } else {
      row.status = "unpaid";
      updated(person, row, at, "{\"status\":\"past_due\"}");
      long written = at + 30 * Times.DAY;
      if (chance.happens(0.6) && happens(written, person)) {
        end(person, row, written, "payment_failed");
      }
    }
    return false;
  }

  private void end(Person person, SubscriptionRow row, long when, String reason) {
    row.status = "canceled";
    row.endedAt = when;
    row.cancellationReason = reason;
    row.cancelRequestedAt = row.cancelRequestedAt == Times.NEVER ? when : row.cancelRequestedAt;
    long handled =
        stripe.send("customer.subscription.deleted", when, stripe.subscription(person, row), "");
    row.canceledAt = handled;
    touch(row, handled);
  }

  private void created(Person person, SubscriptionRow row) {
    touch(
        row,
        stripe.send(
            "customer.subscription.created", row.startedAt, stripe.subscription(person, row), ""));
  }

  private void updated(Person person, SubscriptionRow row, long when, String before) {
    touch(
        row,
        stripe.send(
            "customer.subscription.updated", when, stripe.subscription(person, row), before));
  }

  private void failed(
      Person person, SubscriptionRow row, Invoice invoice, int attempts, long when) {
    String object = stripe.invoice(person, row, invoice, attempts, Times.NEVER);
    touch(row, stripe.send("invoice.payment_failed", when, object, ""));
  }

  private void paid(Person person, SubscriptionRow row, Invoice invoice, int attempts, long when) {
    String object = stripe.invoice(person, row, invoice, attempts, when);
    long handled = stripe.send("invoice.paid", when, object, "");
    touch(row, handled);
    if (!calendar.isPast(handled)) {
      return;
    }
    Origin origin = new Origin.Invoice(row, invoice.id(), invoice.from(), invoice.until());
    String description =
        invoice.isProration()
            ? "Change to " + row.plan.label() + ", rest of the period"
            : invoice.cents() == 0 ? "Trial" : "Subscription " + row.plan.label();
    books.cash.add(
        new Cash(chance.uuid(), person, origin, invoice.cents(), "usd", description, handled));
    if (invoice.cents() > 0 && chance.happens(REFUNDED)) {
      refund(row, invoice, when);
    }
  }

  /** Weeks later, all or a part of it, once in a while in two steps. */
  private void refund(SubscriptionRow row, Invoice invoice, long paidAt) {
    Refund.of(chance, invoice.cents(), paidAt)
        .steps()
        .forEach(
            step -> {
              if (calendar.isPast(step.at())) {
                String charge =
                    StripeEvents.charge(
                        invoice.chargeId(),
                        row.customerId,
                        invoice.id(),
                        "",
                        invoice.cents(),
                        step.refundedSoFar(),
                        "usd",
                        paidAt);
                stripe.send("charge.refunded", step.at(), charge, step.before());
              }
            });
  }

  private Invoice invoice(SubscriptionRow row, String reason, long cents, long when) {
    String chargeId = cents == 0 ? "" : chance.name("ch_");
    return new Invoice(
        chance.name("in_"), chargeId, reason, cents, when, row.periodStart, row.periodEnd);
  }

  /** A deleted account's subscription ends with it, unheard. */
  private boolean happens(long when, Person person) {
    return calendar.isPast(when) && when < person.deletedAt;
  }

  private void touch(SubscriptionRow row, long handled) {
    if (calendar.isPast(handled)) {
      row.updatedAt = Math.max(row.updatedAt, handled);
    }
  }

  private long waiting(double days) {
    return (long) (chance.waiting(days) * Times.DAY);
  }

  private long between(long from, long until) {
    return wholeSecond(chance.between(from, until));
  }

  /** The provider counts in whole seconds. */
  private static long wholeSecond(long micros) {
    return micros / Times.SECOND * Times.SECOND;
  }

  private static long monthsAfter(long micros, int months) {
    return ChronoUnit.MICROS.between(
        Instant.EPOCH,
        Instant.ofEpochSecond(micros / Times.SECOND)
            .atZone(ZoneOffset.UTC)
            .plusMonths(months)
            .toInstant());
  }
}
