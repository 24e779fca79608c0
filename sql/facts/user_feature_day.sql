-- What: who used which feature on which day, and when he had used it before.
-- Grain: one row a user, feature and day
-- Parameters: :has_accounts
with
read_again as (
  select d.user_id, d.feature, d.day, d.events
  from activity_days as d
  left join account_usable as a on d.user_id = a.user_id
  where
    d.reason is null
    and d.user_id is not null
    and d.feature is not null
    and (not :has_accounts or (a.user_id is not null and not a.is_internal))
),

every_day as (
  select user_id, feature, day, events from read_again
  union all
  select user_id, feature, day, events from standing_user_feature_day
)

select
  e.user_id,
  e.feature,
  e.events,
  coalesce(
    lag(e.day) over (partition by e.user_id, e.feature order by e.day),
    s.last_day
  ) as previous_day,
  e.day
from every_day as e
left join base_feature_state as s on e.user_id = s.user_id and e.feature = s.feature
