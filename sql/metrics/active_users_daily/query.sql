-- Active users by day: on the day, in the rolling windows that end on it, and where they came from.
-- Grain: one row a business day (segment all), also for days on which nobody was active.
-- Parameters: :first_day, :last_day, :has_accounts.
--
-- A user is counted once in a window, on his first active day in it. So all windows follow from
-- how many users were active on each day after how long a gap: on a day `days_ago` before the
-- window's end, those whose gap reaches back beyond the window's first day.

with
  user_days as (
    select day, previous_day
    from user_day
    -- 6 days back for the smoothed stickiness, and 29 more for the MAU of the first of them.
    where day between date_sub(:first_day, 35) and :last_day
  ),

  business_days as (
    select day
    from business_day
    where day between date_sub(:first_day, 6) and :last_day
  ),

  signup_days as (
    select day, count(*) as signups
    from signup
    where day between :first_day and :last_day
    group by day
  ),

  -- gap_days: 0 for the first active day ever, 30 for 30 or more, which no window tells apart.
  users_by_gap as (
    select
      day,
      if(previous_day is null, 0, least(datediff(day, previous_day), 30)) as gap_days,
      count(*) as users
    from user_days
    group by 1, 2
  ),

  -- Each day counts in the windows that end on it and on the 29 days after it.
  in_windows as (
    select
      date_add(day, days_ago) as day,
      sum(users) filter (where days_ago = 0) as dau,
      sum(users) filter (where days_ago < 7 and (gap_days = 0 or gap_days >= 7 - days_ago)) as wau,
      sum(users) filter (where gap_days = 0 or gap_days >= 30 - days_ago) as mau,
      sum(users) filter (
        where days_ago < 28 and (gap_days = 0 or gap_days >= 28 - days_ago)
      ) as mau_28,
      sum(users) filter (where days_ago = 0 and gap_days = 0) as new_users,
      sum(users) filter (where days_ago = 0 and gap_days = 1) as returning_users,
      sum(users) filter (where days_ago = 0 and gap_days > 1) as resurrected_users
    from users_by_gap
    lateral view explode(sequence(0, 29)) as days_ago
    group by 1
  ),

  every_day as (
    select
      business_days.day,
      coalesce(in_windows.dau, 0) as dau,
      coalesce(in_windows.wau, 0) as wau,
      coalesce(in_windows.mau, 0) as mau,
      coalesce(in_windows.mau_28, 0) as mau_28,
      coalesce(in_windows.new_users, 0) as new_users,
      coalesce(in_windows.returning_users, 0) as returning_users,
      coalesce(in_windows.resurrected_users, 0) as resurrected_users
    from business_days
    left join in_windows on in_windows.day = business_days.day
  ),

  with_neighbours as (
    select
      *,
      lag(dau, 1, 0) over (order by day) as dau_before,
      sum(dau) over (order by day rows between 6 preceding and current row) as dau_7d,
      sum(mau) over (order by day rows between 6 preceding and current row) as mau_7d
    from every_day
  )

select
  days.day,
  'all' as segment,
  'all' as segment_value,
  days.dau,
  days.wau,
  days.mau,
  days.mau_28,
  round(cast(days.dau as decimal(20, 0)) / nullif(days.mau, 0), 10) as stickiness,
  round(cast(days.dau_7d as decimal(20, 0)) / nullif(days.mau_7d, 0), 10) as stickiness_7d,
  round(cast(days.dau as decimal(20, 0)) / nullif(days.wau, 0), 10) as dau_wau,
  days.new_users,
  days.returning_users,
  days.resurrected_users,
  days.dau_before - days.returning_users as dormant_users,
  if(:has_accounts, coalesce(signup_days.signups, 0), null) as signups
from with_neighbours as days
left join signup_days on signup_days.day = days.day
where days.day >= :first_day
