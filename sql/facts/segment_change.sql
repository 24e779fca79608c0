-- What: what users were found to be on a day, where it is not what they were before. The source
-- only tells what they are now: what a night did not see is lost, and what was before the first
-- look is taken to have been the same.
-- Grain: one row a user, segment and day on which the value at its end was new
-- Parameters: :read_to (DATE), :is_observed: whether it has just ended, so that values now are
--   those of its end
with
current_value as (
  select user_id, segment, value
  from account_usable
  lateral view explode(segments) as segment, value
  where not is_internal
),

-- Found earlier on the same day: this look takes its place.
standing as (
  select * from standing_segment_change
),

memories as (
  select user_id, segment, value, cast(null as date) as day from base_segment_state
  union all
  select user_id, segment, value, day from standing
),

known as (
  select user_id, segment, max_by(value, coalesce(day, date'0001-01-01')) as value
  from memories
  group by user_id, segment
),

found as (
  select
    c.user_id,
    c.segment,
    c.value,
    k.value as previous_value,
    :read_to as day
  from current_value as c
  left join known as k on c.user_id = k.user_id and c.segment = k.segment
  where k.value is null or (:is_observed and k.value <> c.value)
)

select
  coalesce(f.user_id, s.user_id) as user_id,
  coalesce(f.segment, s.segment) as segment,
  coalesce(f.value, s.value) as value,
  if(s.user_id is null, f.previous_value, s.previous_value) as previous_value,
  coalesce(f.day, s.day) as day
from found as f
full join standing as s on f.user_id = s.user_id and f.segment = s.segment and f.day = s.day
