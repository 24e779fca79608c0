-- What: what each user was on which days, as far back as the changes in view reach. The first value
-- that was ever found is taken to have been so always.
-- Grain: one row a user, segment and spell of days; NULL days: without beginning, without end. The
-- spells of a user and segment cover all days.
-- Parameters: none
with
changes as (
  select
    user_id,
    segment,
    value,
    previous_value,
    day,
    lead(day) over (partition by user_id, segment order by day) as next_day,
    row_number() over (partition by user_id, segment order by day) as nth
  from segment_change
)

select
  user_id,
  segment,
  value as segment_value,
  cast(null as date) as first_day,
  cast(null as date) as last_day
from segment_state as s
where not exists (
  select 1 from changes as c where c.user_id = s.user_id and c.segment = s.segment
)
union all
select user_id, segment, coalesce(previous_value, value), null, date_sub(day, 1)
from changes
where nth = 1
union all
select user_id, segment, value, day, date_sub(next_day, 1)
from changes
