package org.businessmetrics.demo;

import java.util.List;

/**
 * Money given back, weeks after it came.
 *
 * @param steps in order; the last one is the state of today
 */
record Refund(List<Step> steps) {
  /**
   * @param refundedSoFar the sum of all steps up to this one, as the payment provider tells it
   * @param refundedBefore the sum without this one
   */
  record Step(long at, long refundedSoFar, long refundedBefore) {
    /** The provider's {@code previous_attributes}. */
    String before() {
      return "{\"amount_refunded\":" + refundedBefore + "}";
    }
  }

  /** All of it (mostly), or a part, or a part and later the rest. */
  static Refund of(Chance chance, long amount, long paidAt) {
    long at = paidAt + chance.between(3 * Times.DAY, 45 * Times.DAY);
    if (amount < 2 || chance.happens(0.55)) {
      return new Refund(List.of(new Step(at, amount, 0)));
    }
    long part = Math.max(1, amount * chance.between(20, 80) / 100);
    Step first = new Step(at, part, 0);
    if (chance.happens(0.8)) {
      return new Refund(List.of(first));
    }
    long rest = at + chance.between(Times.HOUR, 10 * Times.DAY);
    return new Refund(List.of(first, new Step(rest, amount, part)));
  }
}
