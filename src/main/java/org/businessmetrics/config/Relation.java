package org.businessmetrics.config;

import java.util.Locale;

/** The canonical relations that a source may give. */
public enum Relation {
  ACCOUNTS,
  ACTIVITY,
  EVENTS,
  FUNNELS,
  SUBSCRIPTIONS,
  SUBSCRIPTION_CHANGES,
  PAYMENT_ATTEMPTS,
  PAYMENTS;

  /** The name in job files, of source files and of the views that queries see. */
  public String relationName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
