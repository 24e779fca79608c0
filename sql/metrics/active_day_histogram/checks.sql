-- What must hold of active_day_histogram before it is published. PostgreSQL; each query returns
-- the offending rows. Parameters: :first_day, :last_day.

-- check: adds_up_to_active_users
-- severity: fail
-- meaning: Users with at least one active day in 7 or 28 days are the WAU and the MAU of 28 days, which are counted in another way.
select
  days.day,
  concat(days.wau, ', ', days.mau_28) as expected,
  concat(counted.in_7, ', ', counted.in_28) as actual
from active_users_daily as days
cross join lateral (
  select
    coalesce(sum(users) filter (where window_days = 7), 0) as in_7,
    coalesce(sum(users) filter (where window_days = 28), 0) as in_28
  from active_day_histogram
  where day = days.day
) as counted
where days.segment = 'all'
  and days.day between :first_day and :last_day
  and (counted.in_7 <> days.wau or counted.in_28 <> days.mau_28)

-- check: days_within_window
-- severity: fail
-- meaning: Nobody has more active days than the window has days, and no row stands for nobody.
select
  day,
  concat('1 to ', window_days, ' days, users > 0') as expected,
  concat(active_days, ' days, ', users, ' users') as actual
from active_day_histogram
where day between :first_day and :last_day
  and not (active_days between 1 and window_days and users > 0)

-- check: active_days_add_up
-- severity: warn
-- meaning: Users times their active days are the sum of DAU over the window as it stands published.
select
  counted.day,
  published.user_days as expected,
  counted.user_days as actual
from (
  select day, window_days, sum(active_days * users) as user_days
  from active_day_histogram
  where day between :first_day and :last_day
  group by day, window_days
) as counted
cross join lateral (
  select sum(dau) as user_days, count(*) as days
  from active_users_daily
  where segment = 'all'
    and day > counted.day - counted.window_days
    and day <= counted.day
) as published
where published.days = counted.window_days
  and published.user_days <> counted.user_days
