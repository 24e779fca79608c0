package org.businessmetrics.simulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** What the application's plans cost. */
final class Prices {
  private record Price(String plan, String currency, boolean isYearly, String amount) {}

  private static final List<Price> ALL =
      List.of(
          new Price("basic", "USD", false, "9.99"),
          new Price("elite", "USD", false, "29.99"),
          new Price("premium", "USD", false, "19.99"),
          new Price("premium", "USD", true, "199.90"),
          new Price("premium", "EUR", false, "18.50"),
          new Price("premium", "JPY", false, "2900"));

  private Prices() {}

  static BigDecimal of(String plan, String currency, boolean isYearly) {
    return ALL.stream()
        .filter(price -> price.plan().equals(plan) && price.currency().equals(currency))
        .filter(price -> price.isYearly() == isYearly)
        .map(price -> new BigDecimal(price.amount()))
        .findFirst()
        .orElseThrow();
  }

  /** In the currency's smallest unit, as the provider tells amounts. */
  static long smallest(BigDecimal amount, String currency) {
    return amount.movePointRight(currency.equals("JPY") ? 0 : 2).longValueExact();
  }

  /** Rounded to what can be paid. */
  static BigDecimal payable(BigDecimal amount, String currency) {
    return amount.setScale(currency.equals("JPY") ? 0 : 2, RoundingMode.HALF_UP);
  }

  /** As the job file has it. */
  static String book() {
    StringBuilder book = new StringBuilder("price_book:\n");
    for (Price price : ALL) {
      book.append(
          "  - {plan: %s, currency: %s, amount: \"%s\", interval: %s, interval_count: 1, valid_from: 2000-01-01}\n"
              .formatted(
                  price.plan(),
                  price.currency(),
                  price.amount(),
                  price.isYearly() ? "year" : "month"));
    }
    return book.toString();
  }
}
