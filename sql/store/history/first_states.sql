-- What: the first state that events or copies tell of each touched subscription. Grain: one row a subscription.
create temp table first_state on commit drop as
with beginning as (
  select distinct on (subscription_id) subscription_id, at, kind, nth
  from standing
  where kind <> 'end'
  order by subscription_id, at
)

select
  beginning.subscription_id, beginning.at, beginning.at as known_at,
  change.user_id, change.status, change.plan, change.currency, change.amount, change."interval",
  change.interval_count, change.quantity, change.started_at, change.current_period_end,
  change.cancel_at_period_end, change.cancel_requested_at, change.canceled_at, change.ended_at,
  change.price_id, change.cancellation_reason, change.trial_start, change.trial_end, change.discount_amount,
  change.updated_at
from beginning
join change_priced as change
  on
    beginning.kind = 'change'
    and change.subscription_id = beginning.subscription_id
    and change.origin = 'events'
    and change.nth = beginning.nth
union all
select
  beginning.subscription_id, beginning.at, least(seen.updated_at, beginning.at),
  seen.user_id, seen.status, seen.plan, seen.currency, seen.amount, seen."interval", seen.interval_count,
  seen.quantity, seen.started_at, seen.current_period_end, seen.cancel_at_period_end,
  seen.cancel_requested_at, seen.canceled_at, seen.ended_at, seen.price_id, seen.cancellation_reason,
  seen.trial_start, seen.trial_end, seen.discount_amount, seen.updated_at
from beginning
join seen_state as seen
  on
    beginning.kind <> 'change'
    and seen.subscription_id = beginning.subscription_id
    and seen.at = beginning.at
