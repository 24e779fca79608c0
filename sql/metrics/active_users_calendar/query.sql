-- Active users by calendar week and month.
-- Grain: one row a week and one a month that overlap the days asked for. A period that is still
-- open on :last_day carries the counts so far.
-- Parameters: :first_day, :last_day, :has_accounts.
--
-- A user is counted once in a period, on his first active day in it: where his previous active
-- day is not in the period. Where that previous day lies says whether he is new, returning or
-- resurrected.

with
  user_days as (
    select day, previous_day
    from user_day
    -- 30 days back to the start of the first day's month, and 31 more to the start of the month
    -- before, whose users may have gone dormant.
    where day between date_sub(:first_day, 61) and :last_day
  ),

  business_days as (
    select day, week_start, week_end, month_start, month_end
    from business_day
    where day between date_sub(:first_day, 61) and :last_day
  ),

  signup_days as (
    select day, count(*) as signups
    from signup
    where day between date_sub(:first_day, 30) and :last_day
    group by day
  ),

  users_by_previous_day as (
    select day, previous_day, count(*) as users
    from user_days
    group by day, previous_day
  ),

  days_of_periods as (
    select
      'week' as grain,
      day,
      week_start as period_start,
      week_end as period_end,
      date_sub(week_start, 7) as previous_start
    from business_days
    union all
    select
      'month' as grain,
      day,
      month_start as period_start,
      month_end as period_end,
      add_months(month_start, -1) as previous_start
    from business_days
  ),

  users_of_periods as (
    select
      periods.grain,
      periods.period_start,
      sum(users) filter (
        where previous_day is null or previous_day < period_start
      ) as active_users,
      sum(users) filter (where previous_day is null) as new_users,
      sum(users) filter (
        where previous_day >= previous_start and previous_day < period_start
      ) as returning_users,
      sum(users) filter (where previous_day < previous_start) as resurrected_users
    from days_of_periods as periods
    join users_by_previous_day as users on users.day = periods.day
    group by periods.grain, periods.period_start
  ),

  signups_of_periods as (
    select periods.grain, periods.period_start, sum(signup_days.signups) as signups
    from days_of_periods as periods
    join signup_days on signup_days.day = periods.day
    group by periods.grain, periods.period_start
  ),

  every_period as (
    select distinct grain, period_start, period_end
    from days_of_periods
  ),

  periods as (
    select
      every_period.grain,
      every_period.period_start,
      every_period.period_end,
      coalesce(users.active_users, 0) as active_users,
      coalesce(users.new_users, 0) as new_users,
      coalesce(users.returning_users, 0) as returning_users,
      coalesce(users.resurrected_users, 0) as resurrected_users,
      lag(coalesce(users.active_users, 0), 1, 0) over (
        partition by every_period.grain order by every_period.period_start
      ) as active_before,
      coalesce(signups.signups, 0) as signups,
      every_period.period_end <= :last_day as is_complete
    from every_period
    left join users_of_periods as users
      on users.grain = every_period.grain
      and users.period_start = every_period.period_start
    left join signups_of_periods as signups
      on signups.grain = every_period.grain
      and signups.period_start = every_period.period_start
  )

select
  grain,
  period_start,
  period_end,
  active_users,
  new_users,
  returning_users,
  resurrected_users,
  if(is_complete, active_before - returning_users, null) as dormant_users,
  if(:has_accounts, signups, null) as signups,
  is_complete
from periods
where period_end >= :first_day
