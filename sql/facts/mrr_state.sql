-- What: what each user pays a month, by currency and plan. Who pays nothing any more is remembered:
-- he comes back when he pays again.
-- Grain: one row a user, currency and plan ever in force or in trial up to :day
-- Parameters: :day (DATE), the day after whose end this is the state
with
memories as (
  select user_id, currency, plan, mrr, first_day, first_paid_day, cast(null as date) as day
  from base_mrr_state
  union all
  select
    user_id,
    currency,
    plan,
    closing_mrr as mrr,
    day as first_day,
    if(closing_mrr > 0, day, null) as first_paid_day,
    day
  from mrr_change
  where day <= :day
)

select
  user_id,
  currency,
  plan,
  max_by(mrr, coalesce(day, date'0001-01-01')) as mrr,
  min(first_day) as first_day,
  min(first_paid_day) as first_paid_day
from memories
group by user_id, currency, plan
