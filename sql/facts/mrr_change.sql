-- What: whose monthly recurring revenue moved on a day, with what it was before and after, by plan;
-- on the days on which a trial began too, and with the customer's plans that did not move. On the
-- first day, what is now known of the day before is held against what was published of it: the
-- difference is restated_mrr. Where a history begins with subscriptions in force, nobody knows what
-- its first day opened with: NULL.
-- Grain: one row a user, currency, plan and day of a move or a beginning trial
-- Amounts have 28 digits while they are computed with: with 38, Spark would drop decimal places.
-- Parameters: :first_day, :last_day (DATE), :is_beginning: whether no day is known before
with
spans as (
  select
    user_id,
    subscription_id,
    currency,
    coalesce(plan, 'unknown') as plan,
    cast(mrr as decimal(28, 10)) as mrr,
    is_trialing,
    end_reason,
    first_day,
    coalesce(date_add(last_day, 1), date'9999-12-31') as next_day
  from subscription_span
  where
    (mrr > 0 or is_trialing)
    and first_day <= :last_day
    and (last_day is null or last_day >= date_sub(:first_day, 1))
),

edges as (
  select user_id, currency, greatest(first_day, :first_day) as day
  from spans
  union
  select user_id, currency, next_day as day
  from spans
  where mrr > 0 and next_day <= :last_day
),

amounts as (
  select
    e.user_id,
    e.currency,
    s.plan,
    e.day,
    0 as known,
    if(s.first_day < e.day, s.mrr, 0) as mrr_before,
    if(s.next_day > e.day, s.mrr, 0) as mrr_after,
    s.is_trialing and greatest(s.first_day, :first_day) = e.day as is_trial_begun,
    if(s.next_day = e.day, struct(s.mrr, s.subscription_id, s.end_reason), null) as ended,
    cast(null as date) as first_paid_day,
    false as is_known
  from edges as e
  join spans as s
    on s.user_id = e.user_id
    and s.currency = e.currency
    and s.first_day <= e.day
    and s.next_day >= e.day
  union all
  select user_id, currency, plan, :first_day, mrr, 0, 0, false, null, first_paid_day, true
  from base_mrr_state
),

levels as (
  select
    user_id,
    currency,
    plan,
    day,
    cast(sum(known) as decimal(28, 10)) as known,
    cast(sum(mrr_before) as decimal(28, 10)) as mrr_before,
    cast(sum(mrr_after) as decimal(28, 10)) as mrr_after,
    max(is_trial_begun) and not max(is_known) as is_trial_begun,
    max(ended) as ended,
    min(first_paid_day) as first_paid_day
  from amounts
  group by user_id, currency, plan, day
),

compared as (
  select
    user_id,
    currency,
    plan,
    day,
    if(day = :first_day, known, mrr_before) as opening_mrr,
    mrr_before,
    mrr_after,
    is_trial_begun,
    ended.end_reason as end_reason,
    max(is_trial_begun or mrr_before <> mrr_after or (day = :first_day and known <> mrr_before))
      over (partition by user_id, currency, day) as is_told,
    min(least(first_paid_day, if(mrr_after > 0, day, null))) over (partition by user_id)
      as first_paid_day
  from levels
),

beginning as (
  select :is_beginning and count(*) > 0 as is_snapshot
  from spans
  where mrr > 0 and first_day < :first_day
)

select
  c.user_id,
  c.currency,
  c.plan,
  if(b.is_snapshot and c.day = :first_day, null, c.opening_mrr) as opening_mrr,
  if(b.is_snapshot and c.day = :first_day, null, c.mrr_before - c.opening_mrr) as restated_mrr,
  c.mrr_after as closing_mrr,
  c.end_reason,
  c.first_paid_day,
  c.day
from compared as c
cross join beginning as b
where
  c.is_told
  and (c.is_trial_begun or c.opening_mrr > 0 or c.mrr_before > 0 or c.mrr_after > 0)
