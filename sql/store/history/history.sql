-- What: the history as it must be now. Grain: one row a subscription and state.
create temp table wanted on commit drop as
with told as (
  select
    standing.subscription_id, standing.at, true as holds,
    change.user_id, change.status, change.known_plan as plan, change.known_currency as currency,
    change.amount, change."interval",
    change.interval_count, change.quantity, change.started_at, change.current_period_end,
    change.cancel_at_period_end, change.cancel_requested_at, change.canceled_at, change.ended_at,
    change.price_id, change.cancellation_reason, change.trial_start, change.trial_end, change.discount_amount,
    change.updated_at,
    case when change.unpriced_reason is null then change.mrr end as mrr, 'events' as source, change.unpriced_reason
  from standing
  join change_priced as change
    on
      standing.kind = 'change'
      and change.subscription_id = standing.subscription_id
      and change.origin = 'events'
      and change.nth = standing.nth
  union all
  select
    state.subscription_id, state.at, true,
    state.user_id, state.status, state.known_plan, state.known_currency, state.amount, state."interval",
    state.interval_count, state.quantity, state.started_at, state.current_period_end,
    state.cancel_at_period_end, state.cancel_requested_at, state.canceled_at, state.ended_at, state.price_id,
    state.cancellation_reason, state.trial_start, state.trial_end, state.discount_amount, state.updated_at,
    case when state.unpriced_reason is null then state.mrr end, state.source, state.unpriced_reason
  from other_priced as state
  union all
  select
    subscription_id, at, false,
    null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
    null, null, null, null, null, null
  from standing
  where kind = 'end'
),

following as (
  select *, lead(at) over (partition by subscription_id order by at) as until
  from told
)

select
  subscription_id, at as valid_from, until as valid_to,
  user_id, status, plan, currency, amount, "interval", interval_count, quantity, started_at,
  current_period_end, cancel_at_period_end, cancel_requested_at, canceled_at, ended_at, price_id,
  cancellation_reason, trial_start, trial_end, discount_amount, updated_at, mrr, source, unpriced_reason
from following
where holds
