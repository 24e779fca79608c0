-- Who uses which feature: on the day, and in the windows that end on it.
-- Grain: one row a business day and feature that anybody used in the 30 days that end on it.
-- Parameters: :first_day, :last_day.
--
-- As with active users: a user of a feature counts once in a window, on his first day in it, so all
-- windows follow from how many users came to the feature on each day after how long a gap. The work
-- grows with features, days and gaps, not with features times users.

with
  feature_days as (
    select feature, day, previous_day, events
    from user_feature_day
    where day between date_sub(:first_day, 29) and :last_day
  ),

  active_users as (
    select day, dau, mau
    from active_users_daily
    where segment = 'all'
  ),

  -- gap_days: 0 for the first use ever, 30 for 30 or more, which no window tells apart.
  users_by_gap as (
    select
      feature,
      day,
      if(previous_day is null, 0, least(datediff(day, previous_day), 30)) as gap_days,
      count(*) as users,
      sum(events) as events
    from feature_days
    group by 1, 2, 3
  ),

  -- Each day is handed on to those of the windows on the 29 days after it that count it.
  in_windows as (
    select
      feature,
      date_add(day, days_ago) as day,
      sum(users) filter (where days_ago = 0) as users,
      sum(events) filter (where days_ago = 0) as events,
      sum(users) filter (where days_ago = 0 and gap_days = 0) as first_time_users,
      sum(users) filter (
        where days_ago < 7 and (gap_days = 0 or gap_days >= 7 - days_ago)
      ) as users_7d,
      sum(users) filter (where gap_days = 0 or gap_days >= 30 - days_ago) as users_30d
    from users_by_gap
    lateral view explode(sequence(0, 29)) as days_ago
    where
      date_add(day, days_ago) between :first_day and :last_day
      and (
        days_ago = 0
        or gap_days = 0
        or gap_days >= 30 - days_ago
        or (days_ago < 7 and gap_days >= 7 - days_ago)
      )
    group by 1, 2
  )

select
  in_windows.day,
  in_windows.feature,
  coalesce(in_windows.users, 0) as users,
  coalesce(in_windows.events, 0) as events,
  round(
    cast(coalesce(in_windows.users, 0) as decimal(20, 0)) / nullif(active_users.dau, 0), 10
  ) as share_of_dau,
  coalesce(in_windows.first_time_users, 0) as first_time_users,
  coalesce(in_windows.users_7d, 0) as users_7d,
  in_windows.users_30d,
  round(
    cast(in_windows.users_30d as decimal(20, 0)) / nullif(active_users.mau, 0), 10
  ) as adoption_rate
from in_windows
left join active_users on active_users.day = in_windows.day
