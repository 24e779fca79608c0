-- What: the paid periods of subscriptions as changes of their own: active when a period begins, canceled where none
-- follows within three days. What lies inside a period that is paid already is a proration, no period.
-- A period without an end is taken for a month. Parameters: now.
insert into pipeline.subscription_changes
  (change_id, changed_at, subscription_id, user_id, status, currency, amount, "interval", interval_count,
   quantity, started_at, current_period_end, cancel_at_period_end, updated_at, origin, merged_at)
with period as (
  select
    payment_id,
    subscription_id,
    user_id,
    upper(currency) as currency,
    amount,
    coalesce(period_start, occurred_at) as starts_at,
    coalesce(period_end, coalesce(period_start, occurred_at) + interval '1 month') as ends_at
  from incoming_payment
  where
    kind = 'charge'
    and status = 'succeeded'
    and amount > 0
    and occurred_at <= {now}
    and subscription_id in (select subscription_id from pipeline.subscription_observations)
    and payment_id is not null
    and user_id is not null
    and currency ~ '^[A-Za-z]{3}$'
),

known as (
  select
    *,
    max(ends_at) over (
      partition by subscription_id
      order by starts_at, ends_at desc, payment_id
      rows between unbounded preceding and 1 preceding
    ) as paid_until
  from period
  where starts_at < ends_at and starts_at <= {now}
),

cycle as (
  select
    *,
    min(starts_at) over (partition by subscription_id) as started_at,
    extract(epoch from ends_at - starts_at) / 86400 as days,
    lead(starts_at) over (partition by subscription_id order by starts_at, payment_id) as next_at
  from known
  where ends_at > coalesce(paid_until, '-infinity') + interval '1 hour'
),

billed as (
  select
    cycle.*,
    unit."interval",
    greatest(
      round(days / case unit."interval" when 'year' then 365.25 when 'month' then 30.44 when 'week' then 7 else 1 end),
      1
    )::integer as interval_count
  from cycle
  cross join lateral (
    select
      case
        when days >= 360 then 'year'
        when days >= 27 then 'month'
        when days >= 6 and round(days)::integer % 7 = 0 then 'week'
        else 'day'
      end as "interval"
  ) as unit
)

select
  'invoice ' || payment_id || ' from', starts_at, subscription_id, user_id, 'active', currency, amount,
  "interval", interval_count, 1, started_at, ends_at, false, starts_at, 'invoices', {now}
from billed
union all
select
  'invoice ' || payment_id || ' until', ends_at, subscription_id, user_id, 'canceled', currency, amount,
  "interval", interval_count, 1, started_at, ends_at, false, ends_at, 'invoices', {now}
from billed
where ends_at < coalesce(next_at - interval '3 days', {now})
on conflict (change_id) do nothing
