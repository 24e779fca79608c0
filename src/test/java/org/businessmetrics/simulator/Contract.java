package org.businessmetrics.simulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A subscription as the payment provider has it: the whole object, which changes in place. */
final class Contract {
  /**
   * What recurs off the price, as a part of it or as an amount.
   *
   * @param until the renewal that is the first without it
   */
  record Discount(@Nullable BigDecimal percent, @Nullable BigDecimal amount, Instant until) {}

  final String id;
  final Instant begunAt;
  final String planAtCreation;
  final String currency;
  String status = "incomplete";
  String plan;
  boolean isYearly;
  int quantity = 1;
  @Nullable Discount discount;
  boolean isPaused;
  boolean isScheduled;
  @Nullable Instant requestedAt;
  @Nullable Instant endedAt;
  @Nullable String reason;
  @Nullable Instant trialStart;
  @Nullable Instant trialEnd;
  Instant periodStart;
  Instant periodEnd;

  Contract(String id, Instant begunAt, String plan, String currency, Instant periodEnd) {
    this.id = id;
    this.begunAt = begunAt;
    this.planAtCreation = plan;
    this.plan = plan;
    this.currency = currency;
    this.periodStart = begunAt;
    this.periodEnd = periodEnd;
  }

  Contract copy() {
    Contract copy = new Contract(id, begunAt, planAtCreation, currency, periodEnd);
    copy.status = status;
    copy.plan = plan;
    copy.isYearly = isYearly;
    copy.quantity = quantity;
    copy.discount = discount;
    copy.isPaused = isPaused;
    copy.isScheduled = isScheduled;
    copy.requestedAt = requestedAt;
    copy.endedAt = endedAt;
    copy.reason = reason;
    copy.trialStart = trialStart;
    copy.trialEnd = trialEnd;
    copy.periodStart = periodStart;
    return copy;
  }

  /** The status, pauses told apart: the provider and the application's row go on saying active. */
  String trueStatus() {
    return isPaused && status.equals("active") ? "paused" : status;
  }

  BigDecimal price() {
    return Prices.of(plan, currency, isYearly);
  }

  /** What a period costs, in the currency's main unit. */
  BigDecimal bill() {
    BigDecimal gross = price().multiply(BigDecimal.valueOf(quantity));
    if (discount == null) {
      return gross;
    }
    BigDecimal off =
        discount.percent() == null
            ? discount.amount()
            : gross.multiply(discount.percent()).movePointLeft(2);
    return gross.subtract(off).max(BigDecimal.ZERO);
  }

  BigDecimal mrr() {
    return bill().divide(BigDecimal.valueOf(isYearly ? 12 : 1), 10, RoundingMode.HALF_UP);
  }

  /** Whether the application's rows of the two say the same. */
  boolean looksLike(Contract other) {
    return status.equals(other.status)
        && plan.equals(other.plan)
        && isScheduled == other.isScheduled;
  }
}
