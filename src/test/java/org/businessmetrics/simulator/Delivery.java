package org.businessmetrics.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.businessmetrics.simulator.Customer.Change;

/**
 * How the application hears of the changes of a subscription, and what it makes of its one row: it
 * overwrites it, unless the row is newer than the news.
 */
final class Delivery {
  private static final Duration ALONE = Duration.ofDays(3);

  private final Customer customer;
  private final Random dice;
  private final Instant lossyFrom;

  Delivery(Customer customer, Random dice, Instant lossyFrom) {
    this.customer = customer;
    this.dice = dice;
    this.lossyFrom = lossyFrom;
  }

  void deliver() {
    List<Change> changes = customer.changes;
    for (int i = 0; i < changes.size(); i++) {
      hear(i);
    }
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      change.isWritten =
          changes.subList(i + 1, changes.size()).stream()
              .noneMatch(later -> later.handled.isBefore(change.handled));
    }
    Webhooks webhooks = new Webhooks(customer);
    for (Change change : changes) {
      if (change.isTold) {
        webhooks.deliver(
            change.type,
            change.created,
            change.handled,
            Json.subscription(customer.providerId, change.after));
        if (dice.nextInt(20) == 0) {
          webhooks.replay(change.handled.plusSeconds(3600 + dice.nextInt(2 * 86400)));
        }
      }
    }
    rows();
  }

  private void hear(int i) {
    Change change = customer.changes.get(i);
    boolean begins = i < 2 && change.created.equals(customer.changes.get(0).created);
    if (begins) {
      boolean isOvertaken = i == 0 && change.after.status.equals("incomplete") && isFollowed(i);
      change.handled =
          change.created.plusSeconds(
              isOvertaken && dice.nextInt(3) == 0 ? 600 + dice.nextInt(1800) : 1 + i);
    } else if (change.mayBeLost
        && !change.created.isBefore(lossyFrom)
        && isLongAfter(i + 1)
        && dice.nextInt(2) == 0) {
      change.isTold = false;
      change.handled = change.created.plusSeconds(2);
    } else if (isLongAfter(i) && isLongAfter(i + 1) && dice.nextInt(12) == 0) {
      change.handled = change.created.plusSeconds(12 * 3600 + dice.nextInt(24 * 3600));
    } else {
      change.handled =
          change.created.plusSeconds(
              dice.nextInt(15) == 0 ? 300 + dice.nextInt(3 * 3600) : 1 + dice.nextInt(5));
    }
  }

  private boolean isFollowed(int i) {
    return i + 1 < customer.changes.size()
        && customer.changes.get(i + 1).created.equals(customer.changes.get(i).created);
  }

  /** Whether the change comes days after the one before it; there may be none any more. */
  private boolean isLongAfter(int i) {
    return i >= customer.changes.size()
        || Duration.between(customer.changes.get(i - 1).created, customer.changes.get(i).created)
                .compareTo(ALONE)
            >= 0;
  }

  private void rows() {
    boolean isThere = false;
    for (Change change : customer.changes) {
      if (change.isWritten) {
        customer.acts.add(isThere ? update(change) : insert(change));
        isThere = true;
      }
    }
  }

  private Act insert(Change change) {
    Contract contract = change.after;
    return Act.of(
        change.handled,
        "insert into subscriptions values (?, ?, ?, ?, ?, ?, ?, ?, ?, null, ?, ?, ?, ?)",
        customer.subscription,
        customer.id,
        contract.id,
        customer.providerId,
        contract.plan,
        contract.status,
        contract.periodStart,
        contract.periodEnd,
        contract.isScheduled,
        contract.trialStart,
        contract.trialEnd,
        change.handled,
        change.handled);
  }

  private Act update(Change change) {
    Contract contract = change.after;
    return Act.of(
        change.handled,
        """
        update subscriptions set stripe_subscription_id = ?, plan = ?, status = ?, current_period_start = ?,
          current_period_end = ?, cancel_at_period_end = ?, canceled_at = ?, trial_start = ?, trial_end = ?,
          updated_at = ?
        where user_id = ?""",
        contract.id,
        contract.plan,
        contract.status,
        contract.periodStart,
        contract.periodEnd,
        contract.isScheduled,
        contract.status.equals("canceled") ? change.handled : null,
        contract.trialStart,
        contract.trialEnd,
        change.handled,
        customer.id);
  }
}
