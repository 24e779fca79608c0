-- What: what the history holds against what it must hold. Grain: one row a subscription and beginning of a state.
create temp table difference on commit drop as
select
  coalesce(wanted.subscription_id, held.subscription_id) as subscription_id,
  coalesce(wanted.valid_from, held.valid_from) as valid_from,
  wanted.valid_to,
  held.recorded_at,
  case
    when held.subscription_id is null then 'added'
    when wanted.subscription_id is null then 'dropped'
    when
      (held.user_id, held.status, held.plan, held.currency, held.amount, held."interval", held.interval_count,
       held.quantity, held.started_at, held.current_period_end, held.cancel_at_period_end,
       held.cancel_requested_at, held.canceled_at, held.ended_at, held.price_id, held.cancellation_reason,
       held.trial_start, held.trial_end, held.discount_amount, held.updated_at, held.mrr, held.source,
       held.unpriced_reason)
      is distinct from
      (wanted.user_id, wanted.status, wanted.plan, wanted.currency, wanted.amount, wanted."interval",
       wanted.interval_count, wanted.quantity, wanted.started_at, wanted.current_period_end,
       wanted.cancel_at_period_end, wanted.cancel_requested_at, wanted.canceled_at, wanted.ended_at,
       wanted.price_id, wanted.cancellation_reason, wanted.trial_start, wanted.trial_end,
       wanted.discount_amount, wanted.updated_at, wanted.mrr, wanted.source, wanted.unpriced_reason)
      then 'replaced'
    when held.valid_to is not distinct from wanted.valid_to then 'same'
    when held.valid_to is null then 'ended'
    else 'replaced'
  end as kind
from wanted
full join (
  select history.*
  from metrics.subscription_history as history
  join touched on touched.subscription_id = history.subscription_id
  where history.superseded_at is null
) as held
  on held.subscription_id = wanted.subscription_id and held.valid_from = wanted.valid_from
