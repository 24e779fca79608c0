package org.businessmetrics.demo;

import java.util.List;
import java.util.UUID;
import org.businessmetrics.demo.Books.Cash;
import org.businessmetrics.demo.Books.Origin;
import org.businessmetrics.demo.Books.Payment;

/** What people buy once, without a subscription: some in euros, some in vain, some given back. */
final class OneOffPurchases {
  private static final double IN_EUROS = 0.14;
  private static final double REFUNDED = 0.07;

  private record Article(String description, long usDollars, long euros) {}

  private static final List<Article> ARTICLES =
      List.of(
          new Article("Birth chart report", 1400, 1300),
          new Article("Name analysis", 900, 800),
          new Article("Consultation, 30 minutes", 4500, 4200));

  private final CompanyCalendar calendar;
  private final Chance chance;
  private final StripeEvents stripe;
  private final Books books;

  OneOffPurchases(CompanyCalendar calendar, Chance chance, StripeEvents stripe, Books books) {
    this.calendar = calendar;
    this.chance = chance;
    this.stripe = stripe;
    this.books = books;
  }

  /** Whatever this person buys. */
  void live(Person person) {
    if (person.role != Person.Role.CUSTOMER || person.kind == Person.Kind.PASSER_BY) {
      return;
    }
    boolean inEuros = chance.happens(IN_EUROS);
    long at = person.signedUpAt + (long) (chance.waiting(40) * Times.DAY);
    for (double again = 0.07; chance.happens(again); again = 0.35) {
      if (calendar.isPast(at) && at < person.deletedAt && person.stays(calendar.dayOf(at))) {
        buy(person, chance.oneOf(ARTICLES), inEuros, at);
      }
      at += (long) (chance.waiting(60) * Times.DAY) + Times.HOUR;
    }
  }

  private void buy(Person person, Article article, boolean inEuros, long at) {
    long amount = inEuros ? article.euros : article.usDollars;
    String currency = inEuros ? "eur" : "usd";
    double outcome = chance.share();
    if (outcome < 0.07) {
      add(person, article, amount, currency, "failed", at, at + 3 * Times.SECOND);
      if (outcome < 0.045) {
        succeed(person, article, amount, currency, at + 2 * Times.MINUTE);
      }
    } else if (outcome < 0.11) {
      // Left open in the browser: the provider gives up after two days.
      long canceledAt = at + 2 * Times.DAY;
      boolean over = calendar.isPast(canceledAt);
      add(
          person,
          article,
          amount,
          currency,
          over ? "canceled" : "pending",
          at,
          over ? canceledAt : at);
    } else {
      succeed(person, article, amount, currency, at);
    }
  }

  private void succeed(Person person, Article article, long amount, String currency, long at) {
    long handled = at + 4 * Times.SECOND;
    if (!calendar.isPast(handled)) {
      add(person, article, amount, currency, "pending", at, at);
      return;
    }
    String chargeId = chance.name("ch_");
    String intentId = chance.name("pi_");
    String status = "succeeded";
    long updatedAt = handled;
    if (chance.happens(REFUNDED)) {
      for (Refund.Step step : Refund.of(chance, amount, handled).steps()) {
        if (calendar.isPast(step.at())) {
          String charge =
              StripeEvents.charge(
                  chargeId, "", "", intentId, amount, step.refundedSoFar(), currency, handled);
          long refundHandled = stripe.send("charge.refunded", step.at(), charge, step.before());
          if (calendar.isPast(refundHandled)) {
            status = step.refundedSoFar() == amount ? "refunded" : "partially_refunded";
            updatedAt = Math.max(updatedAt, refundHandled);
          }
        }
      }
    }
    UUID id = chance.uuid();
    books.payments.add(
        new Payment(
            id,
            person,
            intentId,
            chargeId,
            amount,
            currency,
            status,
            article.description,
            at,
            updatedAt));
    books.cash.add(
        new Cash(
            chance.uuid(),
            person,
            new Origin.OneOff(id),
            amount,
            currency,
            article.description,
            handled));
  }

  private void add(
      Person person,
      Article article,
      long amount,
      String currency,
      String status,
      long createdAt,
      long updatedAt) {
    if (calendar.isPast(createdAt)) {
      books.payments.add(
          new Payment(
              chance.uuid(),
              person,
              chance.name("pi_"),
              "",
              amount,
              currency,
              status,
              article.description,
              createdAt,
              Math.min(updatedAt, calendar.now() - 1)));
    }
  }
}
