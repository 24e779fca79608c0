-- What: who first had MRR at the end of which month, with how much, what he has now, and all that he
-- paid to date less what he got back, also before that month. Whoever only paid has no month.
-- Grain: one row a user and currency with MRR or cash up to :day
-- Parameters: :day (DATE), the day after whose end this is the state
with
balances as (
  select user_id, currency, cohort_month, opening_mrr, mrr, moved_day as day
  from base_cohort_state
  where moved_day is not null
  union all
  select
    user_id,
    currency,
    null as cohort_month,
    null as opening_mrr,
    cast(sum(closing_mrr) as decimal(38, 10)) as mrr,
    day
  from mrr_change
  where day <= :day
  group by user_id, currency, day
),

held as (
  select *, lead(day) over (partition by user_id, currency order by day) as next_day
  from balances
),

memories as (
  select
    user_id,
    currency,
    cohort_month,
    opening_mrr,
    mrr,
    day,
    mrr > 0 and last_day(day) <= :day and coalesce(next_day > last_day(day), true)
      as is_at_month_end,
    cast(null as decimal(38, 6)) as net
  from held
  union all
  select user_id, currency, null, null, null, null, false, net
  from base_cohort_state
  union all
  select user_id, currency, null, null, null, null, false, cast(gross - refunds as decimal(38, 6))
  from user_revenue_day
  where day <= :day
)

select
  user_id,
  currency,
  coalesce(
    min(cohort_month),
    cast(date_trunc('month', min(day) filter (where is_at_month_end)) as date)
  ) as cohort_month,
  coalesce(max(opening_mrr), min_by(mrr, day) filter (where is_at_month_end)) as opening_mrr,
  max_by(mrr, day) filter (where day is not null) as mrr,
  max(day) as moved_day,
  cast(coalesce(sum(net), 0) as decimal(38, 6)) as net
from memories
group by user_id, currency
