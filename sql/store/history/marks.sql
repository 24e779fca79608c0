-- What: the instants from which something is known of a subscription, and where from. Grain: one row a mark.
-- Of several at one instant the highest rank holds.
--   change: what an event says it was from then on
--   copy: what a copy saw, from when the source wrote it, or from the last event that says the same
--   since: the source wrote what the first copy after it saw, before the day that this copy observed
--   end: a copy no longer shows it
create temp table mark on commit drop as
select subscription_id, at, 1 as rank, 'change' as kind, nth, null::timestamptz as seen_from
from used_change
union all
select seen.subscription_id, seen.holds_from, 3, 'copy', null, seen.seen_from
from pipeline.subscription_observations as seen
join touched on touched.subscription_id = seen.subscription_id
union all
select subscription_id, at, 4, 'copy', null, seen_from
from used_change
where nth = agrees_last and (seen_from < taken_at or at > holds_from)
union all
select seen.subscription_id, seen.updated_at, 2, 'since', null, seen.seen_from
from pipeline.subscription_observations as seen
join touched on touched.subscription_id = seen.subscription_id
left join lateral (
  select max(taken_at) as taken_at from pipeline.subscription_snapshots where taken_at < seen.seen_from
) as before on true
left join lateral (
  select change.at, change.row_statuses, change.known_plan, change.cancel_at_period_end
  from used_change as used
  join change_priced as change
    on
      change.subscription_id = used.subscription_id
      and change.origin = 'events'
      and change.nth = used.nth
  where used.subscription_id = seen.subscription_id and used.at < seen.holds_from
  order by used.nth desc
  limit 1
) as last on true
where
  seen.updated_at < seen.holds_from
  and seen.updated_at > coalesce(before.taken_at, '-infinity')
  and (last.at is not null or exists (
    select from pipeline.subscription_observations as earlier
    where earlier.subscription_id = seen.subscription_id and earlier.seen_until = seen.seen_from
  ))
  and not coalesce(
    last.at > seen.updated_at
    or seen.status = any (last.row_statuses)
    and coalesce(last.known_plan = seen.plan, true)
    and last.cancel_at_period_end = coalesce(seen.cancel_at_period_end, false),
    false
  )
union all
select seen.subscription_id, seen.seen_until, 0, 'end', null, seen.seen_from
from pipeline.subscription_observations as seen
join touched on touched.subscription_id = seen.subscription_id
where
  seen.seen_until is not null
  and not exists (
    select from pipeline.subscription_observations as next
    where next.subscription_id = seen.subscription_id and next.seen_from = seen.seen_until
  )
