-- What: which changes say what was: all before the first copy of their subscription; between two copies those that
-- happened before the source last wrote the row, and others up to the last one that agrees with what the later copy
-- shows. What a copy contradicts is not used. Without subscriptions in the source all changes are used.
-- Grain: one row a used change. agrees_last: the last one of its gap that agrees with the copy at its end.
-- Parameters: knows_subscriptions.
create temp table used_change on commit drop as
with gap as (
  select
    change.subscription_id,
    change.nth,
    change.at,
    copy.taken_at,
    seen.seen_from,
    seen.holds_from,
    seen.subscription_id is not null as is_seen,
    seen.status = any (change.row_statuses)
    and coalesce(change.known_plan = seen.plan, true)
    and change.cancel_at_period_end = coalesce(seen.cancel_at_period_end, false) as agrees,
    known.first_seen,
    vanished.subscription_id is not null as vanishes
  from change_priced as change
  left join lateral (
    select min(taken_at) as taken_at
    from pipeline.subscription_snapshots
    where taken_at >= change.at
  ) as copy on {knows_subscriptions}
  left join pipeline.subscription_observations as seen
    on
      seen.subscription_id = change.subscription_id
      and seen.seen_from <= copy.taken_at
      and (seen.seen_until is null or seen.seen_until > copy.taken_at)
  left join pipeline.subscription_observations as vanished
    on vanished.subscription_id = change.subscription_id and vanished.seen_until = copy.taken_at
  left join (
    select seen.subscription_id, min(seen.seen_from) as first_seen
    from pipeline.subscription_observations as seen
    join touched on touched.subscription_id = seen.subscription_id
    group by seen.subscription_id
  ) as known on known.subscription_id = change.subscription_id
  where change.origin = 'events'
),

weighed as (
  select
    *,
    max(nth) filter (where agrees) over (partition by subscription_id, taken_at) as agrees_last
  from gap
)

select subscription_id, nth, at, seen_from, holds_from, taken_at, agrees_last
from weighed
where
  not {knows_subscriptions}
  or taken_at is not null
  and case
    when is_seen then (seen_from = taken_at and at < holds_from) or nth <= coalesce(agrees_last, 0)
    else coalesce(taken_at < first_seen or vanishes, false)
  end
