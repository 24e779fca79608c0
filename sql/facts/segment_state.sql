-- What: what each user is, by segment.
-- Grain: one row a user and segment ever seen up to :day
-- Parameters: :day (DATE), the day after whose end this is the state
with
memories as (
  select user_id, segment, value, cast(null as date) as day from base_segment_state
  union all
  select user_id, segment, value, day from segment_change where day <= :day
)

select user_id, segment, max_by(value, coalesce(day, date'0001-01-01')) as value
from memories
group by user_id, segment
