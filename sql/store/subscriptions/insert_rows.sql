-- What: what this copy is the first to show. It was so since the source wrote it, where that was after the
-- copy before; but only the copy of the night that follows a day can say that it observed that day.
insert into pipeline.subscription_observations
  (subscription_id, seen_from, holds_from, user_id, status, plan, currency, amount, "interval",
   interval_count, quantity, started_at, current_period_end, cancel_at_period_end,
   cancel_requested_at, canceled_at, ended_at, price_id, cancellation_reason, trial_start,
   trial_end, discount_amount, updated_at)
select
  change.subscription_id,
  {taken_at},
  case
    when
      change.updated_at <= {taken_at}
      and (before.taken_at is null or change.updated_at > before.taken_at)
      then greatest(change.updated_at, least({day_start}, {taken_at}))
    else {taken_at}
  end,
  change.user_id, change.status, change.plan, change.currency, change.amount, change."interval",
  change.interval_count, change.quantity, change.started_at, change.current_period_end,
  change.cancel_at_period_end, change.cancel_requested_at, change.canceled_at, change.ended_at,
  change.price_id, change.cancellation_reason, change.trial_start, change.trial_end,
  change.discount_amount, change.updated_at
from subscription_change as change
cross join (
  select max(taken_at) as taken_at from pipeline.subscription_snapshots where taken_at < {taken_at}
) as before
where change.row_change in ('added', 'changed')
