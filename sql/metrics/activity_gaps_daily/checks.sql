-- What must hold of activity_gaps_daily before it is published. PostgreSQL; each query returns the
-- offending rows. Parameters: :first_day, :last_day.

-- check: gaps_add_up_to_dau
-- severity: fail
-- meaning: Every active user of a day has exactly one gap; the new users have 0, the returning ones 1.
select
  days.day,
  concat_ws(', ', days.dau, days.new_users, days.returning_users) as expected,
  concat_ws(', ', gaps.users, gaps.first_ever, gaps.day_before) as actual
from active_users_daily as days
cross join lateral (
  select
    coalesce(sum(users), 0) as users,
    coalesce(sum(users) filter (where gap_days = 0), 0) as first_ever,
    coalesce(sum(users) filter (where gap_days = 1), 0) as day_before
  from activity_gaps_daily
  where day = days.day
) as gaps
where days.segment = 'all'
  and days.day between :first_day and :last_day
  and (
    gaps.users <> days.dau
    or gaps.first_ever <> days.new_users
    or gaps.day_before <> days.returning_users
  )

-- check: gaps_within_days
-- severity: fail
-- meaning: A day that no total stands for has no users either.
select
  gaps.day,
  0 as expected,
  sum(gaps.users) as actual
from activity_gaps_daily as gaps
left join active_users_daily as days
  on days.day = gaps.day
  and days.segment = 'all'
where gaps.day between :first_day and :last_day
  and days.day is null
group by gaps.day

-- check: counts_are_positive
-- severity: fail
-- meaning: No gap is negative and no row stands for nobody.
select
  day,
  'gap_days >= 0, users > 0' as expected,
  concat(gap_days, ', ', users) as actual
from activity_gaps_daily
where day between :first_day and :last_day
  and (gap_days < 0 or users <= 0)

-- check: window_holds_mau
-- severity: fail
-- meaning: The distinct users of the last 30 days, counted from the gaps, are no fewer than the last day's MAU, and exactly it where the run computed all 30 days; in days that stand published, users who were forgotten since count still.
select
  days.day,
  days.mau as expected,
  gaps.users as actual
from active_users_daily as days
cross join lateral (
  select
    count(*) as days,
    sum(of_day.users_in_window) as users
  from active_users_daily as window_days
  cross join lateral (
    select
      coalesce(sum(users), 0) as users,
      coalesce(sum(users) filter (where gap_days = 0 or gap_days >= day - (days.day - 30)), 0) as users_in_window
    from activity_gaps_daily
    where day = window_days.day
  ) as of_day
  where window_days.segment = 'all'
    and window_days.day > days.day - 30
    and window_days.day <= days.day
    -- A day may stand published from before the job computed gaps.
    and of_day.users = window_days.dau
) as gaps
where days.segment = 'all'
  and days.day = :last_day
  and gaps.days = 30
  and (gaps.users < days.mau or (gaps.users > days.mau and days.day - 29 >= :first_day))

-- check: window_equals_mau
-- severity: warn
-- meaning: The distinct users of the last 30 days, counted from the gaps as they stand published, are the last day's MAU; a user who was forgotten since explains a difference.
select
  days.day,
  days.mau as expected,
  gaps.users as actual
from active_users_daily as days
cross join lateral (
  select coalesce(sum(users), 0) as users
  from activity_gaps_daily
  where day > days.day - 30
    and day <= days.day
    and (gap_days = 0 or gap_days >= day - (days.day - 30))
) as gaps
where days.segment = 'all'
  and days.day = :last_day
  -- Only where all of the window's days are published.
  and (
    select count(*)
    from active_users_daily as window_days
    where window_days.segment = 'all'
      and window_days.day > days.day - 30
      and window_days.day <= days.day
  ) = 30
  and gaps.users <> days.mau
