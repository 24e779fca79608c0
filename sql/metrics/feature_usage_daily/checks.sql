-- What must hold of feature_usage_daily before it is published. PostgreSQL; each query returns the
-- offending rows. Parameters: :first_day, :last_day.

-- check: windows_nest
-- severity: fail
-- meaning: Nobody can use a feature on a day and not in the 7 and 30 days that end on it.
select
  day,
  'users <= users_7d <= users_30d' as expected,
  concat_ws(', ', feature, users, users_7d, users_30d) as actual
from feature_usage_daily
where day between :first_day and :last_day
  and not (users <= users_7d and users_7d <= users_30d)

-- check: users_are_active
-- severity: fail
-- meaning: Who uses a feature is active, on the day and in the 30 days that end on it.
select
  usage.day,
  concat('at most ', active.dau, ' on the day, ', active.mau, ' in 30 days') as expected,
  concat_ws(', ', usage.feature, usage.users, usage.users_30d) as actual
from feature_usage_daily as usage
left join active_users_daily as active
  on active.day = usage.day
  and active.segment = 'all'
where usage.day between :first_day and :last_day
  and not coalesce(usage.users <= active.dau and usage.users_30d <= active.mau, false)

-- check: first_time_users_are_users
-- severity: fail
-- meaning: Who uses a feature for the first time uses it.
select
  day,
  concat('at most ', users) as expected,
  concat_ws(', ', feature, first_time_users) as actual
from feature_usage_daily
where day between :first_day and :last_day
  and first_time_users > users

-- check: every_user_has_events
-- severity: fail
-- meaning: Every user of a day has at least one row, and rows have users.
select
  day,
  concat('at least ', users) as expected,
  concat_ws(', ', feature, events) as actual
from feature_usage_daily
where day between :first_day and :last_day
  and (events < users or (users = 0 and events > 0))

-- check: rows_have_users
-- severity: fail
-- meaning: A feature that nobody used in 30 days has no row.
select
  day,
  'more than 0' as expected,
  concat_ws(', ', feature, users_30d) as actual
from feature_usage_daily
where day between :first_day and :last_day
  and users_30d < 1

-- check: rates_are_parts
-- severity: fail
-- meaning: Rates lie between 0 and 1 and are users over active users; the share of the day is unknown only where nobody was active.
select
  usage.day,
  'users / dau, users_30d / mau' as expected,
  concat_ws(
    ', ',
    usage.feature,
    coalesce(cast(usage.share_of_dau as text), 'NULL'),
    coalesce(cast(usage.adoption_rate as text), 'NULL')
  ) as actual
from feature_usage_daily as usage
left join active_users_daily as active
  on active.day = usage.day
  and active.segment = 'all'
where usage.day between :first_day and :last_day
  and (
    usage.share_of_dau is distinct from round(usage.users / cast(nullif(active.dau, 0) as numeric), 10)
    or usage.adoption_rate
      is distinct from round(usage.users_30d / cast(nullif(active.mau, 0) as numeric), 10)
    or not coalesce(usage.adoption_rate between 0 and 1, false)
    or not coalesce(usage.share_of_dau between 0 and 1, true)
  )

-- check: no_missing_day
-- severity: fail
-- meaning: A feature has a row for every day from a use of it through the 29 days after.
select
  usage.day + 1 as day,
  usage.feature as expected,
  'no row' as actual
from feature_usage_daily as usage
left join feature_usage_daily as next
  on next.day = usage.day + 1
  and next.feature = usage.feature
where usage.day >= :first_day
  and usage.day < :last_day
  and usage.users > 0
  and next.day is null
