package org.businessmetrics.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.testing.TestDatabase;

/** What makes the application's tables hard to read, each with the SQL that finds it there. */
final class Traps {
  private static final String EVENTS =
      """
      with event as (
        select w.*, (payload ->> 'created')::bigint as created, payload #> '{data,object}' as o,
          payload #>> '{data,object,id}' as object_id,
          split_part(payload #>> '{data,object,items,data,0,price,id}', '_', 2) as plan
        from webhook_events w
      ), subscription_event as (
        select e.*,
          lag(plan) over of_it as plan_before, lead(plan) over of_it as plan_after,
          lead(created) over of_it as next_created,
          lead(o ->> 'cancel_at_period_end') over of_it as scheduled_after
        from event e
        where event_type like 'customer.subscription.%' and jsonb_typeof(o) = 'object'
        window of_it as (partition by object_id order by created, created_at, id)
      )
      """;

  private static final Map<String, String> OCCUR = new LinkedHashMap<>();

  static {
    event(
        "an event that is delivered twice",
        "event where event_type like 'customer.%' and stripe_event_id like '%again'");
    event(
        "a failed payment that is told twice",
        "event where event_type = 'invoice.payment_failed' and stripe_event_id like '%again'");
    event(
        "an event that arrives half a day late",
        "event where created_at > to_timestamp(created) + interval '12 hours' and stripe_event_id not like '%again'");
    event(
        "'updated' that arrives before 'created'",
        "event a join event b using (object_id) where a.event_type like '%created' and b.event_type like '%updated' and a.created_at > b.created_at");
    event(
        "an event of a subscription that the table has never seen",
        "event where o ->> 'customer' = 'cus_ghost'");
    event("an event whose object is none", "event where jsonb_typeof(o) <> 'object'");
    event(
        "a plan in the metadata that was left long ago",
        "subscription_event where o #>> '{metadata,plan}' <> plan");
    event(
        "a plan that is changed and changed back within a day",
        "subscription_event where plan_before = plan_after and plan <> plan_before and next_created - created < 86400");
    event("a trial", "subscription_event where o ->> 'status' = 'trialing'");
    event(
        "a trial that is canceled while it runs",
        "subscription_event where o ->> 'status' = 'trialing' and o ->> 'cancel_at_period_end' = 'true'");
    event(
        "a scheduled cancellation that is taken back",
        "subscription_event where o ->> 'cancel_at_period_end' = 'true' and scheduled_after = 'false'");
    event("a pause", "subscription_event where jsonb_typeof(o -> 'pause_collection') = 'object'");
    event(
        "a discount in percent",
        "subscription_event where o #>> '{discount,coupon,percent_off}' is not null");
    event(
        "a discount as an amount",
        "subscription_event where o #>> '{discount,coupon,amount_off}' is not null");
    event("a quantity", "subscription_event where o #>> '{items,data,0,quantity}' <> '1'");
    event(
        "a year at once",
        "subscription_event where o #>> '{items,data,0,price,recurring,interval}' = 'year'");
    event("a currency without cents", "subscription_event where o ->> 'currency' = 'jpy'");
    event("a debt", "subscription_event where o ->> 'status' = 'past_due'");
    event("a debt that is given up", "subscription_event where o ->> 'status' = 'unpaid'");
    event(
        "an end because nobody paid",
        "subscription_event where event_type like '%deleted' and o #>> '{cancellation_details,reason}' = 'payment_failed'");
    event(
        "a first payment that never comes",
        "subscription_event where o ->> 'status' = 'incomplete_expired'");
    event(
        "a change on a leap day",
        "subscription_event where to_timestamp(created)::date = date '2024-02-29'");
    event(
        "a period that begins on a 31st",
        "subscription_event where extract(day from to_timestamp((o ->> 'current_period_start')::bigint)) = 31");
    event(
        "a return into the same row",
        "subscription_event e join subscriptions s on s.stripe_customer_id = e.o ->> 'customer' where e.object_id <> s.stripe_subscription_id");
    event(
        "an end and a return in the same month",
        "subscription_event d join subscription_event c on c.o ->> 'customer' = d.o ->> 'customer' and c.object_id <> d.object_id where d.event_type like '%deleted' and c.event_type like '%created' and c.created > d.created and date_trunc('month', to_timestamp(c.created)) = date_trunc('month', to_timestamp(d.created))");
    event(
        "an invoice of nothing",
        "event where event_type = 'invoice.paid' and o ->> 'amount_due' = '0'");
    event(
        "an invoice that two events say is paid",
        "event a join event b using (object_id) where a.event_type = 'invoice.paid' and b.event_type = 'invoice.payment_succeeded'");
    event(
        "an invoice that fails first and is paid later",
        "event a join event b using (object_id) where a.event_type = 'invoice.payment_failed' and b.event_type = 'invoice.paid'");
    event(
        "a refund in two parts",
        "event a join event b using (object_id) where a.event_type = 'charge.refunded' and b.event_type = 'charge.refunded' and a.o ->> 'amount_refunded' < b.o ->> 'amount_refunded'");
    event(
        "a refund of a subscription's invoice",
        "event where event_type = 'charge.refunded' and o ->> 'payment_intent' is null");
    event(
        "a refund after months",
        "event join payments on stripe_charge_id = object_id where event_type = 'charge.refunded' and to_timestamp(event.created) > payments.created_at + interval '2 months'");
    event(
        "events of an account that is gone",
        "event where o ->> 'customer' like 'cus_u%' and o ->> 'customer' not in (select stripe_customer_id from subscriptions)");
    row(
        "a refund without an event",
        "payments p where status = 'refunded' and not exists (select from webhook_events where event_type = 'charge.refunded' and payload #>> '{data,object,payment_intent}' = p.stripe_payment_intent_id)");
    row(
        "a refund of nobody knows how much",
        "payments p where status = 'partially_refunded' and not exists (select from webhook_events where event_type = 'charge.refunded' and payload #>> '{data,object,payment_intent}' = p.stripe_payment_intent_id)");
    row("a purchase that stays pending", "payments where status = 'pending'");
    row("a purchase that fails", "payments where status = 'failed'");
    row("a purchase that is called off", "payments where status = 'canceled'");
    row(
        "a subscription of the staff",
        "subscriptions join users on users.id = user_id where is_staff");
  }

  private Traps() {}

  private static void event(String trap, String from) {
    OCCUR.put(trap, EVENTS + "select count(*) from " + from);
  }

  private static void row(String trap, String from) {
    OCCUR.put(trap, "select count(*) from " + from);
  }

  /** Those of which the tables have none. */
  static List<String> missing(DatabaseAddress application) {
    return OCCUR.entrySet().stream()
        .filter(trap -> TestDatabase.rows(application, trap.getValue()).equals(List.of("0")))
        .map(Map.Entry::getKey)
        .toList();
  }
}
