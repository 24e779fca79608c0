-- What: all that must be remembered of a user to go on from a day: when he signed up, when he was
-- first and last active. It remembers users whose rows the source has deleted since.
-- Grain: one row a user ever seen up to :day
-- Parameters: :day (DATE), the day after whose end this is the state
with
memories as (
  select user_id, signup_day, first_day, last_day from base_user_state
  union all
  select user_id, day as signup_day, null as first_day, null as last_day
  from signup
  where day <= :day
  union all
  select user_id, null as signup_day, day as first_day, day as last_day
  from user_day
  where day <= :day
)

select
  user_id,
  min(signup_day) as signup_day,
  min(first_day) as first_day,
  max(last_day) as last_day
from memories
group by user_id
