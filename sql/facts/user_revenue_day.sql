-- What: what each user paid and got back on a day, in each currency; cash, before fees and tax.
-- Grain: one row a user, day and currency with cash
-- Parameters: none
with
cash as (
  select
    user_id,
    day,
    currency,
    is_subscription,
    case when kind = 'charge' then amount else 0 end as charged,
    case when kind = 'refund' then amount else 0 end as refunded
  from payment
  where reason is null and not is_internal and status = 'succeeded'
),

read_again as (
  select
    user_id,
    currency,
    cast(sum(charged) as decimal(38, 6)) as gross,
    cast(sum(refunded) as decimal(38, 6)) as refunds,
    cast(sum(case when is_subscription then charged - refunded else 0 end) as decimal(38, 6))
      as subscription_net,
    cast(sum(case when is_subscription then 0 else charged - refunded end) as decimal(38, 6))
      as one_off_net,
    count(case when charged > 0 then 1 end) as charges,
    day
  from cash
  group by user_id, currency, day
)

select user_id, currency, gross, refunds, subscription_net, one_off_net, charges, day
from read_again
union all
select user_id, currency, gross, refunds, subscription_net, one_off_net, charges, day
from standing_user_revenue_day
