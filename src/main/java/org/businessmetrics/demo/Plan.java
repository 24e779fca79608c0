package org.businessmetrics.demo;

import java.util.Locale;

/** What the company sells by the month, in US cents. */
enum Plan {
  BASIC(999, 0.52),
  PREMIUM(1999, 0.35),
  ELITE(2999, 0.13);

  final long cents;
  private final double share;

  Plan(long cents, double share) {
    this.cents = cents;
    this.share = share;
  }

  /** As the application's tables spell it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String priceId() {
    return "price_" + label() + "_monthly";
  }

  static Plan chosenBy(Chance chance) {
    double at = chance.share();
    return at < BASIC.share ? BASIC : at < BASIC.share + PREMIUM.share ? PREMIUM : ELITE;
  }

  /** The plan that somebody changes to: mostly a larger one, if there is one. */
  Plan changedBy(Chance chance) {
    return switch (this) {
      case BASIC -> PREMIUM;
      case PREMIUM -> chance.happens(0.6) ? ELITE : BASIC;
      case ELITE -> PREMIUM;
    };
  }
}
