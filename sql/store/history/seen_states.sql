-- What: the states that copies saw. Grain: one row a standing mark of a copy.
-- What a copy does not show (the application keeps no price) is taken from the last change before it, where the two
-- agree: on the plan for what concerns the price, on the status for what concerns the end and the trial.
create temp table seen_state on commit drop as
select
  standing.subscription_id,
  standing.at,
  case standing.kind when 'copy' then 'observed' else 'assumed' end as source,
  seen.user_id,
  case
    when change.status = 'paused' and seen.status = any (change.row_statuses) then 'paused'
    when
      change.status = 'incomplete'
      and seen.status = any (change.row_statuses)
      and seen.current_period_end is not distinct from change.current_period_end
      then 'incomplete'
    else seen.status
  end as status,
  seen.plan,
  case when fits.price then coalesce(seen.currency, change.currency) else seen.currency end as currency,
  case when fits.price then coalesce(seen.amount, change.amount) else seen.amount end as amount,
  case when fits.price then coalesce(lower(seen."interval"), change."interval") else lower(seen."interval") end
    as "interval",
  case when fits.price then coalesce(seen.interval_count, change.interval_count) else seen.interval_count end
    as interval_count,
  case when fits.price then coalesce(seen.quantity, change.quantity) else seen.quantity end as quantity,
  seen.started_at,
  case when fits.life then coalesce(seen.current_period_end, change.current_period_end) else seen.current_period_end end
    as current_period_end,
  coalesce(seen.cancel_at_period_end, false) as cancel_at_period_end,
  case when fits.life then coalesce(seen.cancel_requested_at, change.cancel_requested_at) else seen.cancel_requested_at end
    as cancel_requested_at,
  case when fits.life then coalesce(seen.canceled_at, change.canceled_at) else seen.canceled_at end as canceled_at,
  case when fits.life then coalesce(seen.ended_at, change.ended_at) else seen.ended_at end as ended_at,
  case when fits.price then coalesce(seen.price_id, change.price_id) else seen.price_id end as price_id,
  case when fits.life then coalesce(seen.cancellation_reason, change.cancellation_reason) else seen.cancellation_reason end
    as cancellation_reason,
  case when fits.life then coalesce(seen.trial_start, change.trial_start) else seen.trial_start end as trial_start,
  case when fits.life then coalesce(seen.trial_end, change.trial_end) else seen.trial_end end as trial_end,
  case when fits.price then coalesce(seen.discount_amount, change.discount_amount) else seen.discount_amount end
    as discount_amount,
  seen.updated_at
from standing
join pipeline.subscription_observations as seen
  on seen.subscription_id = standing.subscription_id and seen.seen_from = standing.seen_from
left join lateral (
  select last.*
  from change_priced as last
  where
    last.subscription_id = standing.subscription_id
    and last.origin = 'events'
    and last.at <= standing.at
  order by last.nth desc
  limit 1
) as change on true
cross join lateral (
  select
    seen.amount is null
    and coalesce(seen.plan = change.known_plan, change.known_plan is not null and seen.price_id is null) as price,
    coalesce(
      seen.status = any (change.row_statuses) and change.cancel_at_period_end = coalesce(seen.cancel_at_period_end, false), false
    ) as life
) as fits
where standing.kind in ('copy', 'since')
