package org.businessmetrics.simulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import org.businessmetrics.simulator.Customer.Attempt;
import org.businessmetrics.simulator.Customer.Cash;
import org.jspecify.annotations.Nullable;

/** What one user pays, for subscriptions and else, and gets back. */
final class Billing {
  private final Customer customer;
  private final Random dice;
  private final Instant until;
  private final Webhooks webhooks;
  private int invoices;

  Billing(Customer customer, Random dice, Instant until) {
    this.customer = customer;
    this.dice = dice;
    this.until = until;
    this.webhooks = new Webhooks(customer);
  }

  String invoice() {
    return "in_%s_%d".formatted(customer.name, ++invoices);
  }

  /** The invoice of a trial: nothing is taken, and the application books it all the same. */
  void free(Contract contract, Instant at) {
    String invoice = invoice();
    Instant heard = heard(at);
    webhooks.deliver("invoice.paid", at, heard, body(contract, invoice, BigDecimal.ZERO));
    book(contract, heard, BigDecimal.ZERO);
  }

  void paid(Contract contract, String invoice, Instant at) {
    if (!at.isBefore(until)) {
      return;
    }
    BigDecimal amount = Prices.payable(contract.bill(), contract.currency);
    Instant heard = heard(at);
    webhooks.deliver("invoice.paid", at, heard, body(contract, invoice, amount));
    if (dice.nextInt(3) == 0) {
      webhooks.deliver(
          "invoice.payment_succeeded", at, heard.plusSeconds(1), body(contract, invoice, amount));
    }
    attempt(invoice, at, heard, "succeeded", amount);
    book(contract, heard, amount);
    if (dice.nextInt(12) == 0) {
      refund("ch_" + invoice, null, at, amount, contract.currency, true);
    }
  }

  /** The first invoice of all; the application calls that a debt, though nothing has begun. */
  void failedAtOnce(Contract contract, Instant at) {
    int before = customer.attempts.size();
    failed(contract, invoice(), at);
    customer.attempts.stream()
        .skip(before)
        .map(Attempt::writtenAt)
        .forEach(
            heard ->
                customer.acts.add(
                    Act.of(
                        heard,
                        "update subscriptions set status = 'past_due', updated_at = ?"
                            + " where status = 'incomplete' and stripe_subscription_id = ?",
                        heard,
                        contract.id)));
  }

  void failed(Contract contract, String invoice, Instant at) {
    if (!at.isBefore(until)) {
      return;
    }
    BigDecimal amount = Prices.payable(contract.bill(), contract.currency);
    Instant heard = heard(at);
    String object = body(contract, invoice, amount);
    webhooks.deliver("invoice.payment_failed", at, heard, object);
    if (dice.nextInt(8) == 0) {
      webhooks.replay(heard.plus(Duration.ofHours(5)));
    }
    attempt(invoice, at, heard, "failed", amount);
  }

  private String body(Contract contract, String invoice, BigDecimal amount) {
    return Json.invoice(invoice, customer.providerId, contract.id, amount, contract.currency);
  }

  private void attempt(
      String invoice, Instant at, Instant heard, String status, BigDecimal amount) {
    customer.attempts.add(
        new Attempt(
            "%s %s %s".formatted(invoice, status, at),
            invoice,
            at,
            at,
            heard,
            status,
            amount,
            customer.currency));
  }

  private void book(Contract contract, Instant heard, BigDecimal amount) {
    customer.cash.add(new Cash(heard, heard, contract.currency, amount, false, true));
    customer.acts.add(
        Act.of(
            heard,
            "insert into billing_history values (?, ?, ?, null, ?, ?, 'Subscription', null, ?, ?, ?)",
            customer.uuid("invoice " + customer.cash.size()),
            customer.id,
            customer.subscription,
            amount,
            contract.currency.toLowerCase(Locale.ROOT),
            contract.periodStart,
            contract.periodEnd,
            heard));
  }

  /** All of it, or a part and later more; after weeks or months. */
  private void refund(
      String charge,
      @Nullable String intent,
      Instant paid,
      BigDecimal amount,
      String currency,
      boolean isSubscription) {
    boolean isPart = dice.nextBoolean();
    BigDecimal first =
        isPart
            ? Prices.payable(amount.divide(BigDecimal.valueOf(3), 6, RoundingMode.DOWN), currency)
            : amount;
    Instant at = paid.plusSeconds(86400L * (5 + dice.nextInt(200)) + dice.nextInt(86400));
    refundStep(charge, intent, at, amount, first, first, isSubscription);
    if (isPart && dice.nextBoolean()) {
      Instant later = at.plusSeconds(3600L + dice.nextInt(20 * 86400));
      refundStep(charge, intent, later, amount, amount, amount.subtract(first), isSubscription);
    }
  }

  private void refundStep(
      String charge,
      @Nullable String intent,
      Instant at,
      BigDecimal amount,
      BigDecimal soFar,
      BigDecimal added,
      boolean isSubscription) {
    if (!at.isBefore(until)) {
      return;
    }
    Instant heard = heard(at);
    webhooks.deliver(
        "charge.refunded",
        at,
        heard,
        Json.charge(charge, intent, customer.providerId, amount, soFar, customer.currency));
    if (dice.nextInt(4) == 0) {
      webhooks.replay(heard.plus(Duration.ofDays(2)));
    }
    customer.cash.add(new Cash(at, heard, customer.currency, added, true, isSubscription));
    if (intent != null) {
      customer.acts.add(
          Act.of(
              heard,
              "update payments set status = ?, updated_at = ? where stripe_payment_intent_id = ?",
              soFar.compareTo(amount) == 0 ? "refunded" : "partially_refunded",
              heard,
              intent));
    }
  }

  /** A purchase of its own: pending first, and sooner or later something else. */
  void oneOff(int number, Instant at) {
    String intent = "pi_%s_%d".formatted(customer.name, number);
    String charge = "ch_%s_%d".formatted(customer.name, number);
    BigDecimal amount =
        Prices.payable(BigDecimal.valueOf(500 + dice.nextInt(9000), 2), customer.currency);
    customer.acts.add(
        Act.of(
            at,
            "insert into payments values (?, ?, null, ?, ?, ?, ?, 'pending', 'Once', '{}', ?, ?)",
            customer.uuid("payment " + number),
            customer.id,
            intent,
            charge,
            amount,
            customer.currency.toLowerCase(Locale.ROOT),
            at,
            at));
    int what = dice.nextInt(20);
    boolean isSlow = dice.nextInt(5) == 0;
    Instant ended = at.plusSeconds(isSlow ? 86400L * (2 + dice.nextInt(9)) : 5 + dice.nextInt(900));
    if (!ended.isBefore(until) || what == 0) {
      oneOffAttempt(intent, at, null, "pending", amount);
    } else if (what < 4) {
      set(intent, ended, what == 1 ? "canceled" : "failed");
      oneOffAttempt(intent, at, ended, what == 1 ? "canceled" : "failed", amount);
    } else {
      succeed(number, intent, charge, at, ended, amount, what);
    }
  }

  private void succeed(
      int number,
      String intent,
      String charge,
      Instant at,
      Instant ended,
      BigDecimal amount,
      int what) {
    set(intent, ended, "succeeded");
    oneOffAttempt(intent, at, ended, "succeeded", amount);
    customer.cash.add(new Cash(ended, ended, customer.currency, amount, false, false));
    customer.acts.add(
        Act.of(
            ended,
            "insert into billing_history values (?, ?, null, ?, ?, ?, 'Once', null, null, null, ?)",
            customer.uuid("booking " + number),
            customer.id,
            customer.uuid("payment " + number),
            amount,
            customer.currency.toLowerCase(Locale.ROOT),
            ended));
    Instant back = ended.plusSeconds(86400L * (20 + dice.nextInt(150)) + dice.nextInt(86400));
    if (what < 8) {
      refund(charge, intent, ended, amount, customer.currency, false);
    } else if (what == 8 && back.isBefore(until)) {
      set(intent, back, "refunded");
      customer.cash.add(new Cash(back, back, customer.currency, amount, true, false));
    } else if (what == 9 && back.isBefore(until)) {
      set(intent, back, "partially_refunded");
    }
  }

  private void set(String intent, Instant at, String status) {
    customer.acts.add(
        Act.of(
            at,
            "update payments set status = ?, updated_at = ? where stripe_payment_intent_id = ?",
            status,
            at,
            intent));
  }

  private void oneOffAttempt(
      String intent, Instant at, @Nullable Instant ended, String status, BigDecimal amount) {
    customer.attempts.add(
        new Attempt(intent, null, at, ended, at, status, amount, customer.currency));
  }

  /** Mostly seconds later, at times after hours, but never out of reach of the lookback. */
  private Instant heard(Instant at) {
    return at.plusSeconds(dice.nextInt(25) == 0 ? 600 + dice.nextInt(70000) : 6 + dice.nextInt(5));
  }
}
