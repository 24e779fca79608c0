package org.businessmetrics.simulator;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The truth about one user: all that ever happened to him, each with its instant. */
final class Customer {
  /** What came of a subscription's change at the application. */
  static final class Change {
    /** When it happened, by the provider's clock. */
    final Instant created;

    final String type;
    final Contract after;

    /** Whether the application can do without hearing of it: somebody corrects its row by hand. */
    final boolean mayBeLost;

    boolean isTold = true;

    /** When the application heard of it. */
    Instant handled;

    /** Whether the application's row ever said so: it ignores news that are older than its row. */
    boolean isWritten = true;

    Change(Instant created, String type, Contract after, boolean mayBeLost) {
      this.created = created;
      this.type = type;
      this.after = after;
      this.mayBeLost = mayBeLost;
      this.handled = created;
    }
  }

  /**
   * @param writtenAt when the source has the row
   */
  record Cash(
      Instant at,
      Instant writtenAt,
      String currency,
      BigDecimal amount,
      boolean isRefund,
      boolean isSubscription) {}

  /**
   * @param endedAt of one that stays pending: null
   */
  record Attempt(
      String id,
      @Nullable String invoice,
      Instant createdAt,
      @Nullable Instant endedAt,
      Instant writtenAt,
      String status,
      BigDecimal amount,
      String currency) {}

  final String name;
  final UUID id;
  final UUID subscription;
  final String providerId;
  final boolean isStaff;
  final Instant signedUpAt;
  final String currency;
  Instant deletedAt = Instant.MAX;

  /** How many events the provider has sent about him. */
  int events;

  final List<Change> changes = new ArrayList<>();
  final List<Instant> requests = new ArrayList<>();
  final List<Cash> cash = new ArrayList<>();
  final List<Attempt> attempts = new ArrayList<>();
  final List<Instant> activity = new ArrayList<>();
  final List<Act> acts = new ArrayList<>();

  Customer(String name, boolean isStaff, Instant signedUpAt, String currency) {
    this.name = name;
    this.id = uuid("user");
    this.subscription = uuid("subscription");
    this.providerId = "cus_" + name;
    this.isStaff = isStaff;
    this.signedUpAt = signedUpAt;
    this.currency = currency;
  }

  UUID uuid(String what) {
    return uuidOf(what + " of " + name);
  }

  static UUID uuidOf(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
