-- What: the named events of users, for funnels and key events. Kept whole, whatever the funnels of
-- the day are, so that a funnel that is defined later can be computed for days long past.
-- Grain: one row an event
-- Parameters: none
select user_id, occurred_at, event_name, funnel, step, event_id, day
from event
where reason is null and not is_internal
union all
select user_id, occurred_at, event_name, funnel, step, event_id, day
from standing_user_event
