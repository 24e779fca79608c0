package org.businessmetrics.config;

/** The canonical relations that a source may give, in lower case where files name them. */
enum Relation {
  ACCOUNTS,
  ACTIVITY,
  EVENTS,
  FUNNELS,
  SUBSCRIPTIONS,
  SUBSCRIPTION_CHANGES,
  PAYMENT_ATTEMPTS,
  PAYMENTS
}
