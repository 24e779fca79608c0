-- Retention by cohort: users who signed up, or were first active, in a day, week or month, and how
-- many of them were active in the n-th calendar period after it.
-- Grain: one row a cohort and period, from the cohort's own (0) to day 90, week 52, month 36; those
-- that end on :first_day or later. Periods that are not over have no figures yet.
-- Parameters: :first_day, :last_day, :has_accounts.
--
-- A user counts once in a period, on his first active day in it: where his previous active day lies
-- before the period. Each row knows its user's cohorts, so that no row needs another. They are
-- counted by cohort day, day, and whether they count in its week and month; that is small, and all
-- that follows rests on it.

with
  -- Weeks start a whole number of weeks from any other week of the job.
  any_week as (
    select max(week_start) as start
    from business_day
  ),

  -- The periods that a day lies in, where they end on one of the days asked for.
  days as (
    select
      day,
      if(week_end between :first_day and :last_day, week_start, null) as week_start,
      if(month_end between :first_day and :last_day, month_start, null) as month_start
    from business_day
    -- 30 days back to the start of the first day's month.
    where day between date_sub(:first_day, 30) and :last_day
  ),

  -- In which of them a user counts on a day, beside the day itself.
  user_days as (
    select
      users.user_id,
      users.day,
      users.first_day,
      users.signup_day,
      days.week_start is not null
        and (users.previous_day is null or users.previous_day < days.week_start) as in_week,
      days.month_start is not null
        and (users.previous_day is null or users.previous_day < days.month_start) as in_month
    from user_day as users
    join days on days.day = users.day
    where users.day between date_sub(:first_day, 30) and :last_day
  ),

  -- Who was active before he signed up; a row stored before the sign-up can't name its day.
  signed_up_since as (
    select user_id, signup_day
    from user_state
    where
      :has_accounts
      and signup_day > first_day
      and signup_day >= date_sub(:first_day, 30)
  ),

  users_by_cohort_day as (
    select
      'first_activity' as cohort_kind,
      first_day as cohort_day,
      day,
      in_week,
      in_month,
      count(*) as users
    from user_days
    where day >= :first_day or in_week or in_month
    group by first_day, day, in_week, in_month
    union all
    select
      'signup' as cohort_kind,
      signup_day as cohort_day,
      day,
      in_week,
      in_month,
      count(*) as users
    from user_days
    where :has_accounts and signup_day is not null and (day >= :first_day or in_week or in_month)
    group by signup_day, day, in_week, in_month
    union all
    select
      'signup' as cohort_kind,
      users.signup_day as cohort_day,
      days.day,
      days.in_week,
      days.in_month,
      count(*) as users
    from user_days as days
    join signed_up_since as users on users.user_id = days.user_id
    where days.signup_day is null and (days.in_week or days.in_month)
    group by users.signup_day, days.day, days.in_week, days.in_month
  ),

  retained_users as (
    select
      cohort_kind,
      grain,
      case grain
        when 'day' then cohort_day
        when 'week'
          then date_sub(cohort_day, pmod(datediff(cohort_day, (select start from any_week)), 7))
        else trunc(cohort_day, 'month')
      end as cohort_start,
      case grain
        when 'day' then day
        when 'week'
          then date_sub(day, pmod(datediff(day, (select start from any_week)), 7))
        else trunc(day, 'month')
      end as period_start,
      sum(users) as retained
    from users_by_cohort_day
    lateral view explode(
      array_compact(
        array(
          if(day >= :first_day, 'day', null), if(in_week, 'week', null), if(in_month, 'month', null)
        )
      )
    ) as grain
    group by 1, 2, 3, 4
  ),

  users_by_day as (
    select 'first_activity' as cohort_kind, first_day as cohort_day, count(*) as users
    from user_state
    where first_day is not null
    group by first_day
    union all
    select 'signup' as cohort_kind, signup_day as cohort_day, count(*) as users
    from user_state
    where :has_accounts and signup_day is not null
    group by signup_day
  ),

  cohorts as (
    select
      cohort_kind,
      grain,
      case grain
        when 'day' then cohort_day
        when 'week'
          then date_sub(cohort_day, pmod(datediff(cohort_day, (select start from any_week)), 7))
        else trunc(cohort_day, 'month')
      end as cohort_start,
      sum(users) as cohort_size
    from users_by_day
    lateral view explode(array('day', 'week', 'month')) as grain
    -- What is older has no period that is still asked for.
    where cohort_day >= add_months(:first_day, -37)
    group by 1, 2, 3
  ),

  every_period as (
    select
      cohort_kind,
      grain,
      cohort_start,
      cohort_size,
      period,
      case grain
        when 'day' then date_add(cohort_start, period)
        when 'week' then date_add(cohort_start, 7 * period)
        else add_months(cohort_start, period)
      end as period_start,
      case grain
        when 'day' then date_add(cohort_start, period)
        when 'week' then date_add(cohort_start, 7 * period + 6)
        else last_day(add_months(cohort_start, period))
      end as period_end
    from cohorts
    lateral view explode(
      sequence(0, case grain when 'day' then 90 when 'week' then 52 else 36 end)
    ) as period
  ),

  cells as (
    select
      periods.*,
      periods.period_end <= :last_day as is_complete,
      coalesce(users.retained, 0) as retained
    from every_period as periods
    left join retained_users as users
      on users.cohort_kind = periods.cohort_kind
      and users.grain = periods.grain
      and users.cohort_start = periods.cohort_start
      and users.period_start = periods.period_start
    where periods.period_end >= :first_day
  )

select
  cohort_kind,
  grain,
  cohort_start,
  period,
  period_start,
  period_end,
  cohort_size,
  if(is_complete, retained, null) as retained,
  if(
    is_complete, round(cast(retained as decimal(20, 0)) / cohort_size, 10), null
  ) as rate,
  is_complete
from cells
