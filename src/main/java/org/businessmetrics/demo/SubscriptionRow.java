package org.businessmetrics.demo;

import java.util.UUID;

/**
 * The application's one row of a user's subscription, and what the payment provider knows of the
 * one in force. Returning overwrites it. Instants in microseconds.
 */
final class SubscriptionRow {
  final UUID id;
  final String customerId;
  final long createdAt;
  String stripeId = "";
  String itemId = "";
  Plan plan = Plan.BASIC;

  /** Stays in the provider's metadata when the plan changes. */
  Plan planAtCreation = Plan.BASIC;

  String status = "incomplete";
  long startedAt;
  long periodStart;
  long periodEnd;
  boolean cancelAtPeriodEnd;

  /** When the customer asked, as the provider has it. */
  long cancelRequestedAt = Times.NEVER;

  long endedAt = Times.NEVER;
  long trialStart = Times.NEVER;
  long trialEnd = Times.NEVER;

  /** Why it is canceled, in the provider's words; empty while it is not. */
  String cancellationReason = "";

  /** When the application handled the end. */
  long canceledAt = Times.NEVER;

  long updatedAt;

  SubscriptionRow(UUID id, String customerId, long createdAt) {
    this.id = id;
    this.customerId = customerId;
    this.createdAt = createdAt;
    this.updatedAt = createdAt;
  }

  boolean givesAccess() {
    return status.equals("active") || status.equals("trialing") || status.equals("past_due");
  }
}
