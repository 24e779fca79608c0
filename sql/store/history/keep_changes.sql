-- What: keeps every usable change once, whatever it is called twice; and which subscriptions they are about. A change
-- that was merged before is read again without its subscription once the account is deleted: it stays as it was.
-- Parameters: now, is_replay, as in judge_changes.
create temp table touched_by_change on commit drop as
with kept as (
  insert into pipeline.subscription_changes
    (change_id, changed_at, subscription_id, user_id, status, plan, currency, amount, "interval",
     interval_count, quantity, started_at, current_period_end, cancel_at_period_end,
     cancel_requested_at, canceled_at, ended_at, price_id, cancellation_reason, trial_start,
     trial_end, discount_amount, updated_at, origin, merged_at)
  select
    incoming.change_id, incoming.changed_at, incoming.subscription_id, incoming.user_id, incoming.status,
    incoming.plan, case when incoming.currency ~ '^[A-Za-z]{3}$' then upper(incoming.currency) end,
    incoming.amount, lower(incoming."interval"), incoming.interval_count,
    incoming.quantity, incoming.started_at, incoming.current_period_end,
    coalesce(incoming.cancel_at_period_end, false), incoming.cancel_requested_at, incoming.canceled_at,
    incoming.ended_at, incoming.price_id, incoming.cancellation_reason, incoming.trial_start,
    incoming.trial_end, incoming.discount_amount, incoming.updated_at, 'events', {now}
  from incoming_change as incoming
  left join rejected_change as rejected on rejected.change_id = coalesce(incoming.change_id, '(none)')
  where
    rejected.change_id is null
    and not exists (select from pipeline.subscription_changes as merged where merged.change_id = incoming.change_id)
    and (not {is_replay} or (incoming.changed_at <= {now} and incoming.updated_at <= {now}))
  order by incoming.subscription_id, incoming.changed_at
  on conflict (change_id) do nothing
  returning subscription_id
)

select subscription_id, count(*) as changes
from kept
group by subscription_id
