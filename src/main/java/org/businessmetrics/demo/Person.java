package org.businessmetrics.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One account and what becomes of it. */
final class Person {
  /** How much somebody takes to the product, with the share of a day's sign-ups that do so. */
  enum Kind {
    PASSER_BY(0.56, 0.20, 5, 0.008),
    CASUAL(0.28, 0.10, 95, 0.065),
    REGULAR(0.12, 0.33, 230, 0.22),
    DEVOTED(0.04, 0.70, 480, 0.40);

    final double share;

    /** Probability of coming on an ordinary weekday. */
    final double presence;

    /** Mean number of days before he stops coming. */
    final double stay;

    /** Probability of ever starting a subscription. */
    final double subscribes;

    Kind(double share, double presence, double stay, double subscribes) {
      this.share = share;
      this.presence = presence;
      this.stay = stay;
      this.subscribes = subscribes;
    }
  }

  /** Staff and testers are people of the company: none of them is a customer. */
  enum Role {
    CUSTOMER,
    TESTER,
    STAFF,
    SUPERUSER
  }

  /** Days from the first to before the second, between which he uses the product. */
  record Stay(int from, int until) {}

  final int number;
  final UUID id;
  final Kind kind;
  final Role role;
  final long signedUpAt;
  final double presence;
  final List<Stay> stays = new ArrayList<>();
  long deletedAt = Times.NEVER;
  long lastSeenAt;
  @Nullable SubscriptionRow subscription;

  Person(int number, UUID id, Kind kind, Role role, long signedUpAt, double presence) {
    this.number = number;
    this.id = id;
    this.kind = kind;
    this.role = role;
    this.signedUpAt = signedUpAt;
    this.presence = presence;
    this.lastSeenAt = signedUpAt;
  }

  /** Whether the account, and with it every row that hangs on it, is gone by then. */
  boolean isGone(long now) {
    return deletedAt < now;
  }

  boolean stays(int day) {
    for (Stay stay : stays) {
      if (day >= stay.from && day < stay.until) {
        return true;
      }
    }
    return false;
  }

  void seen(long micros) {
    lastSeenAt = Math.max(lastSeenAt, micros);
  }
}
