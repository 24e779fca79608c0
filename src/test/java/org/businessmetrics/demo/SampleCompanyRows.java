package org.businessmetrics.demo;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Queries for what must be among the sample company's rows, and for what must not. */
final class SampleCompanyRows {
  private SampleCompanyRows() {}

  /** What real tables hold, and pipelines fall over. */
  static Stream<Arguments> traps() {
    return Stream.of(
        rows("staff", "users where is_staff and not is_superuser"),
        rows("superusers", "users where is_superuser"),
        rows(
            "colleagues known by their domain only",
            "users where not is_staff and not is_superuser and email like '%@example.com'"),
        rows("accounts without an e-mail", "users where email is null and phone is not null"),
        rows("closed accounts", "users where not is_active"),
        rows("anonymous visitors", "user_activity_log where user_id is null"),
        rows("anonymous events", "event_tracking where user_id is null"),
        rows("unknown sessions", "user_activity_log where session_id = ''"),
        rows("activity without a feature", "user_activity_log where feature_name = ''"),
        rows(
            "a feature that comes with the launch",
            """
            (select min(created_at) filter (where feature_name = 'chat_advisor') as late,
                    min(created_at) filter (where feature_name = 'journal') as early
             from user_activity_log) as features
            where late > early + interval '100 days'
            """),
        rows(
            "an activity at the very start of a month",
            "user_activity_log where created_at at time zone 'America/New_York'"
                + " = date_trunc('month', created_at at time zone 'America/New_York')"),
        rows(
            "an activity at the very end of a month",
            "user_activity_log where (created_at + interval '1 microsecond')"
                + " at time zone 'America/New_York'"
                + " = date_trunc('month', (created_at + interval '1 microsecond')"
                + " at time zone 'America/New_York') and user_id is not null"),
        rows(
            "the hour that comes twice, first time",
            "user_activity_log where created_at >= '2025-11-02 05:00Z'"
                + " and created_at < '2025-11-02 06:00Z' and user_id is not null"),
        rows(
            "the hour that comes twice, second time",
            "user_activity_log where created_at >= '2025-11-02 06:00Z'"
                + " and created_at < '2025-11-02 07:00Z' and user_id is not null"),
        rows(
            "the night with an hour less",
            "user_activity_log where created_at >= '2026-03-08 07:00Z'"
                + " and created_at < '2026-03-08 08:00Z' and user_id is not null"),
        rows(
            "a launch day with many sign-ups",
            """
            (select count(*) as signups from users
             group by (created_at at time zone 'America/New_York')::date) as days
            where signups > 4 * (select count(*) / 400.0 from users)
            """),
        rows(
            "users who come back after two months",
            """
            (select day - lag(day) over (partition by user_id order by day) as away
             from user_day) as gaps
            where away > 60
            """),
        rows("trials", "subscriptions where status = 'trialing'"),
        rows(
            "trials of fourteen days",
            "subscriptions where trial_end - trial_start = interval '14 days'"),
        rows(
            "cancellations that are still ahead",
            "subscriptions where cancel_at_period_end and status in ('active', 'trialing')"),
        rows("cancellations taken back", "event where before ->> 'cancel_at_period_end' = 'true'"),
        rows(
            "cancellations at the period's end",
            "event where event_type = 'customer.subscription.deleted'"
                + " and object ->> 'ended_at' = object ->> 'current_period_end'"),
        rows(
            "cancellations at once",
            "event where event_type = 'customer.subscription.deleted'"
                + " and object -> 'cancellation_details' ->> 'reason' = 'cancellation_requested'"
                + " and object ->> 'ended_at' < object ->> 'current_period_end'"),
        rows(
            "involuntary ends",
            "event where event_type = 'customer.subscription.deleted'"
                + " and object -> 'cancellation_details' ->> 'reason' = 'payment_failed'"),
        rows("unpaid subscriptions", "subscriptions where status = 'unpaid'"),
        rows("first payments that fail", "subscriptions where status = 'incomplete_expired'"),
        rows(
            "payments recovered after a failure",
            "event where event_type = 'invoice.paid' and (object ->> 'attempt_count')::int > 1"),
        rows("failed renewals", "event where event_type = 'invoice.payment_failed'"),
        rows("past due in between", "event where object ->> 'status' = 'past_due'"),
        rows(
            "changes of plan with the old plan in the metadata",
            "event where object ->> 'object' = 'subscription' and object -> 'metadata' ->> 'plan'"
                + " <> split_part(object -> 'items' -> 'data' -> 0 -> 'price' ->> 'id', '_', 2)"),
        rows("prorations", "event where object ->> 'billing_reason' = 'subscription_update'"),
        rows("invoices of nothing", "billing_history where amount = 0"),
        rows(
            "events that arrive before older ones",
            """
            (select created_at < max(created_at) over (partition by object ->> 'id'
                 order by arrived_at rows between unbounded preceding and 1 preceding) as overtaken
             from event) as arrivals
            where overtaken
            """),
        rows(
            "returns in the same row under a new subscription",
            """
            subscriptions
            where exists (select from event
                          where object ->> 'customer' = stripe_customer_id
                            and object ->> 'object' = 'subscription'
                            and object ->> 'id' <> stripe_subscription_id)
            """),
        rows(
            "full refunds of invoices",
            "event where event_type = 'charge.refunded' and object ->> 'refunded' = 'true'"
                + " and object ->> 'invoice' is not null"),
        rows(
            "partial refunds of invoices",
            "event where event_type = 'charge.refunded' and object ->> 'refunded' = 'false'"
                + " and object ->> 'invoice' is not null"),
        rows(
            "refunds weeks later",
            "event where event_type = 'charge.refunded'"
                + " and created_at > to_timestamp((object ->> 'created')::bigint)"
                + " + interval '21 days'"),
        rows("one-offs given back", "payments where status in ('refunded', 'partially_refunded')"),
        rows("one-offs that failed", "payments where status = 'failed'"),
        rows("one-offs in euros", "billing_history where currency = 'eur'"),
        rows(
            "one-offs beside invoices",
            "billing_history where payment_id is not null and subscription_id is null"),
        rows(
            "events that were not processed",
            "webhook_events where not processed and processing_error is not null"),
        rows(
            "events of accounts that are gone",
            """
            event where object -> 'metadata' ->> 'user_id' is not null
              and not exists (select from users
                              where id = (object -> 'metadata' ->> 'user_id')::uuid)
            """),
        rows("an inactive funnel", "conversion_funnels where not is_active"),
        rows(
            "people who finish the checkout",
            "event_tracking where funnel_name = 'checkout' and funnel_position = 4"),
        rows(
            "people who do not",
            """
            event_tracking as started
            where funnel_name = 'checkout' and funnel_position = 2
              and not exists (select from event_tracking as paid
                              where paid.user_id = started.user_id and paid.funnel_position = 4)
            """));
  }

  /** The rows about one thing in several tables say the same. */
  static Stream<Arguments> contradictions() {
    return Stream.of(
        rows(
            "a one-off that succeeded has exactly one row of cash",
            """
            (select status in ('succeeded', 'refunded', 'partially_refunded') as succeeded,
                    (select count(*) from billing_history where payment_id = payments.id) as cash
             from payments) as pairs
            where cash <> succeeded::int
            """),
        rows(
            "an invoice's cash is the amount that the event tells",
            """
            billing_history
            join event on object ->> 'id' = split_part(invoice_url, '/', 5)
                      and event_type = 'invoice.paid'
            where (object ->> 'amount_paid')::int <> amount * 100
            """),
        rows(
            "every invoice that was paid has its cash",
            """
            event where event_type = 'invoice.paid'
              and not exists (select from billing_history
                              where split_part(invoice_url, '/', 5) = object ->> 'id')
              and exists (select from users where id =
                  (object -> 'subscription_details' -> 'metadata' ->> 'user_id')::uuid)
            """),
        rows(
            "nobody gets more back than he paid",
            "event where event_type = 'charge.refunded'"
                + " and (object ->> 'amount_refunded')::int > (object ->> 'amount')::int"),
        rows(
            "a subscription's row is what its last event says",
            """
            subscriptions
            join lateral (select object from event
                          where object ->> 'id' = stripe_subscription_id
                          order by created_at desc, arrived_at desc limit 1) as last on true
            where status <> object ->> 'status'
               or cancel_at_period_end <> (object ->> 'cancel_at_period_end')::boolean
               or plan <> split_part(object -> 'items' -> 'data' -> 0 -> 'price' ->> 'id', '_', 2)
               or current_period_end <> to_timestamp((object ->> 'current_period_end')::bigint)
            """),
        rows(
            "a premium account has a subscription that gives access",
            """
            users left join subscriptions on user_id = users.id
            where is_premium <> coalesce(status in ('active', 'trialing', 'past_due'), false)
               or subscription_plan <> case when is_premium then plan else 'free' end
            """),
        rows(
            "nobody is active before his account is made",
            """
            user_activity_log join users on users.id = user_id
            where user_activity_log.created_at < users.created_at
            """),
        rows(
            "nobody subscribes before his account is made",
            "subscriptions join users on users.id = user_id"
                + " where subscriptions.created_at < users.created_at"));
  }

  private static Arguments rows(String name, String rows) {
    return Arguments.of(name, rows);
  }
}
