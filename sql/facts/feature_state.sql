-- What: which features a user has ever used, and when last.
-- Grain: one row a user and feature ever used up to :day
-- Parameters: :day (DATE), the day after whose end this is the state
with
memories as (
  select user_id, feature, last_day from base_feature_state
  union all
  select user_id, feature, day as last_day from user_feature_day where day <= :day
)

select user_id, feature, max(last_day) as last_day
from memories
group by user_id, feature
