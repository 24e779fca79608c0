-- What: which subscriptions are new, changed or gone since the last copy. Grain: one row each.
create temp table subscription_change on commit drop as
with incoming as (
  select
    subscription_id, user_id, status, plan,
    case when currency ~ '^[A-Za-z]{3}$' then upper(currency) end as currency,
    amount, "interval", interval_count, quantity, started_at, current_period_end,
    cancel_at_period_end, cancel_requested_at, canceled_at, ended_at, price_id,
    cancellation_reason, trial_start, trial_end, discount_amount, updated_at
  from incoming_subscription
),

known as (
  select
    subscription_id, user_id, status, plan, currency, amount, "interval", interval_count, quantity,
    started_at, current_period_end, cancel_at_period_end, cancel_requested_at, canceled_at,
    ended_at, price_id, cancellation_reason, trial_start, trial_end, discount_amount, updated_at
  from pipeline.subscription_observations
  where seen_until is null
)

select
  case
    when known.subscription_id is null then 'added'
    when incoming.subscription_id is null then 'vanished'
    else 'changed'
  end as row_change,
  coalesce(incoming.subscription_id, known.subscription_id) as subscription_id,
  incoming.user_id, incoming.status, incoming.plan, incoming.currency, incoming.amount,
  incoming."interval", incoming.interval_count, incoming.quantity, incoming.started_at,
  incoming.current_period_end, incoming.cancel_at_period_end, incoming.cancel_requested_at,
  incoming.canceled_at, incoming.ended_at, incoming.price_id, incoming.cancellation_reason,
  incoming.trial_start, incoming.trial_end, incoming.discount_amount, incoming.updated_at
from known
full join incoming on incoming.subscription_id = known.subscription_id
where incoming is distinct from known
