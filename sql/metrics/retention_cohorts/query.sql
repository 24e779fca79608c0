-- Retention by cohort: users who signed up, or were first active, in a day, week or month, and how
-- many of them were active in the n-th calendar period after it.
-- Grain: one row a cohort and period, from the cohort's own (0) to day 90, week 52, month 36; those
-- that end on :first_day or later. Periods that are not over have no figures yet.
-- Parameters: :first_day, :last_day, :has_accounts.
--
-- A user counts once in a period, on his first active day in it: where his previous active day lies
-- before the period. Each row knows its user's cohorts, so that no row needs another. They are
-- counted by cohort day, day, and in which of the day's periods they count; that is small, and all
-- that follows rests on it.

with
  -- Weeks start a whole number of weeks from any other week of the job.
  any_week as (
    select max(week_start) as start
    from business_day
  ),

  user_days as (
    select
      user_id,
      day,
      previous_day,
      first_day,
      signup_day,
      trunc(day, 'month') as month_start,
      date_sub(day, pmod(datediff(day, (select start from any_week)), 7)) as week_start
    from user_day
    -- 30 days back to the start of the first day's month.
    where day between date_sub(:first_day, 30) and :last_day
  ),

  days_of_cohorts as (
    select
      'first_activity' as cohort_kind,
      first_day as cohort_day,
      day,
      previous_day,
      week_start,
      month_start
    from user_days
    union all
    select
      'signup' as cohort_kind,
      signup_day as cohort_day,
      day,
      previous_day,
      week_start,
      month_start
    from user_days
    where :has_accounts and signup_day is not null
    union all
    -- Somebody was active before he signed up: a row stored before the sign-up can't name its day.
    select
      'signup' as cohort_kind,
      user_state.signup_day as cohort_day,
      user_days.day,
      user_days.previous_day,
      user_days.week_start,
      user_days.month_start
    from user_days
    join user_state on user_state.user_id = user_days.user_id
    where
      :has_accounts
      and user_days.signup_day is null
      and user_state.signup_day is not null
  ),

  -- In which periods that end on the days asked for a user counts on this day.
  counting as (
    select
      cohort_kind,
      cohort_day,
      day,
      day >= :first_day as in_day,
      (previous_day is null or previous_day < week_start)
        and date_add(week_start, 6) between :first_day and :last_day as in_week,
      (previous_day is null or previous_day < month_start)
        and last_day(day) between :first_day and :last_day as in_month
    from days_of_cohorts
  ),

  users_by_cohort_day as (
    select cohort_kind, cohort_day, day, in_day, in_week, in_month, count(*) as users
    from counting
    where in_day or in_week or in_month
    group by cohort_kind, cohort_day, day, in_day, in_week, in_month
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
        array(if(in_day, 'day', null), if(in_week, 'week', null), if(in_month, 'month', null))
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
