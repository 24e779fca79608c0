-- What: the changes of the touched subscriptions in the order in which they happened, as told by their own clock.
-- Of changes at the same instant the beginning comes first and the end last, else the order of arrival holds.
-- Grain: one row a change and subscription. A change of a predecessor is left out once its successor has begun: a
-- customer who returns has a new subscription at the payment provider, and news of the old one say nothing any more.
-- row_statuses: the words that the source's row may have for the status. A source whose rows never say paused has no
-- word for it: its row says what the subscription would be otherwise. Who handles a failed invoice may call a
-- subscription past due whose first invoice it was, and which never was in force.
-- Parameters: now.
create temp table change_state on commit drop as
with ordered as (
  select
    change.*,
    row_number() over told as nth,
    max(change.started_at) over told as newest_start,
    min(change.changed_at) over (
      partition by change.subscription_id, change.origin, change.started_at
    ) as first_heard
  from pipeline.subscription_changes as change
  join touched on touched.subscription_id = change.subscription_id
  where change.changed_at <= {now}
  window told as (
    partition by change.subscription_id, change.origin
    order by
      change.changed_at,
      change.status <> 'incomplete',
      change.status in ('canceled', 'incomplete_expired'),
      change.updated_at,
      change.change_id
  )
)

select
  subscription_id, nth, change_id, changed_at, changed_at as at, origin, user_id, status, plan, currency, amount,
  "interval", interval_count, quantity, started_at, current_period_end, cancel_at_period_end, cancel_requested_at,
  canceled_at, ended_at, price_id, cancellation_reason, trial_start, trial_end, discount_amount, updated_at,
  case
    when
      status = 'paused'
      and not exists (select from pipeline.subscription_observations as seen where seen.status = 'paused')
      then array['paused', 'active', 'past_due']
    when status = 'incomplete' then array['incomplete', 'past_due']
    else array[status]
  end as row_statuses
from ordered
where started_at >= newest_start or first_heard >= newest_start
