-- What: touched subscriptions whose last event and whose last copy say different things, as lines for quarantine.
-- Parameters: run_id, now.
with ends as (
  select distinct on (subscription_id) subscription_id, status, row_statuses, known_plan, cancel_at_period_end
  from change_priced
  where origin = 'events' and at <= (select max(taken_at) from pipeline.subscription_snapshots)
  order by subscription_id, nth desc
),

difference as (
  select
    seen.subscription_id,
    format(
      'the events end with %s, the source says %s',
      concat_ws(' ', ends.known_plan, ends.status, case when ends.cancel_at_period_end then 'until the period ends' end),
      concat_ws(' ', seen.plan, seen.status, case when seen.cancel_at_period_end then 'until the period ends' end)
    ) as reason
  from ends
  join pipeline.subscription_observations as seen
    on seen.subscription_id = ends.subscription_id and seen.seen_until is null
  where
    not coalesce(seen.status = any (ends.row_statuses), false)
    or seen.plan <> ends.known_plan
    or coalesce(seen.cancel_at_period_end, false) <> ends.cancel_at_period_end
)

insert into pipeline.quarantine (run_id, source_table, row_key, reason)
select {run_id}, 'subscriptions', subscription_id, reason
from difference
order by subscription_id
