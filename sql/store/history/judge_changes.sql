-- What: changes that can't be used, or are about a subscription that the source does not have, and why.
-- Grain: one row a change that was not merged before.
-- Parameters: now; is_replay: what came after now is not read at all; knows_subscriptions: whether the source gives
-- subscriptions, so that one it does not have is known for it.
create temp table rejected_change on commit drop as
with judged as (
  select
    incoming.change_id,
    incoming.subscription_id,
    incoming.changed_at,
    incoming.status,
    case
      when incoming.change_id is null then 'change_id is empty'
      when incoming.changed_at is null then 'changed_at is empty'
      when incoming.status is null then 'status is empty'
      when
        incoming.status not in (
          'active', 'trialing', 'past_due', 'canceled', 'unpaid', 'incomplete', 'incomplete_expired', 'paused'
        )
        then 'unknown status: ' || incoming.status
      when incoming.started_at is null then 'started_at is empty'
      when incoming.subscription_id is not null and incoming.user_id is null then 'user_id is empty'
      when incoming.updated_at is null then 'updated_at is empty'
      when
        not isfinite(incoming.changed_at) or not isfinite(incoming.started_at) or not isfinite(incoming.updated_at)
        then 'a time is infinite'
      when incoming.changed_at > {now} then 'changed_at lies in the future'
      when incoming.amount < 0 or incoming.quantity < 0 then 'amount or quantity is negative'
      when
        incoming.amount in ('NaN', 'Infinity')
        or incoming.discount_amount in ('NaN', 'Infinity', '-Infinity')
        then 'an amount is no number'
    end as reason
  from incoming_change as incoming
  where
    not {is_replay}
    or coalesce(incoming.changed_at <= {now}, true) and coalesce(incoming.updated_at <= {now}, true)
)

select distinct
  coalesce(judged.change_id, '(none)') as change_id,
  judged.subscription_id,
  coalesce(judged.reason, 'of a subscription that the source does not have') as reason,
  judged.reason is not null as is_unusable
from judged
where
  (
    judged.reason is not null
    or judged.subscription_id is null
    or (
      {knows_subscriptions}
      and not exists (
        select from pipeline.subscription_observations as known
        where known.subscription_id = judged.subscription_id
      )
    )
  )
  and not exists (select from pipeline.subscription_changes as merged where merged.change_id = judged.change_id)
