-- Retention on or after: users who signed up, or were first active, in a day, week or month, and
-- how many of them were active in the n-th calendar period after it or later.
-- Grain: one row a cohort and period, from the cohort's own (0) to day 90, week 52, month 36, of
-- the cohorts that are at most 180 days, 104 weeks, 72 months old on :last_day. Periods that are
-- not over have no figures yet.
-- Parameters: :last_day, :has_accounts.
--
-- A user's last active day says it all: he was active in period n or later where that day lies in
-- it or later.

with
  -- Every other week starts a whole number of weeks from this one.
  this_week as (
    select week_start as start
    from business_day
    where day = :last_day
  ),

  users_by_days as (
    select
      'first_activity' as cohort_kind, first_day as cohort_day, last_day, count(*) as users
    from user_state
    where first_day >= add_months(trunc(:last_day, 'month'), -72)
    group by first_day, last_day
    union all
    select 'signup' as cohort_kind, signup_day as cohort_day, last_day, count(*) as users
    from user_state
    where :has_accounts and signup_day >= add_months(trunc(:last_day, 'month'), -72)
    group by signup_day, last_day
  ),

  users_by_periods as (
    select
      cohort_kind,
      grain,
      case grain
        when 'day' then cohort_day
        when 'week'
          then date_sub(cohort_day, pmod(datediff(cohort_day, (select start from this_week)), 7))
        else trunc(cohort_day, 'month')
      end as cohort_start,
      case grain
        when 'day' then last_day
        when 'week'
          then date_sub(last_day, pmod(datediff(last_day, (select start from this_week)), 7))
        else trunc(last_day, 'month')
      end as last_start,
      sum(users) as users
    from users_by_days
    lateral view explode(
      array_compact(
        array(
          if(cohort_day >= date_sub(:last_day, 180), 'day', null),
          if(cohort_day >= date_sub((select start from this_week), 7 * 104), 'week', null),
          'month'
        )
      )
    ) as grain
    group by 1, 2, 3, 4
  ),

  -- Whoever was last active after the last period shown was active in it or later. Whoever was last
  -- active before he signed up counts in no period.
  users_by_last_period as (
    select
      cohort_kind,
      grain,
      cohort_start,
      case grain
        when 'day' then least(datediff(last_start, cohort_start), 90)
        when 'week' then least(datediff(last_start, cohort_start) div 7, 52)
        else least(
          12 * (year(last_start) - year(cohort_start)) + month(last_start) - month(cohort_start), 36
        )
      end as period,
      sum(users) as users
    from users_by_periods
    where last_start >= cohort_start
    group by 1, 2, 3, 4
  ),

  cohorts as (
    select cohort_kind, grain, cohort_start, sum(users) as cohort_size
    from users_by_periods
    group by cohort_kind, grain, cohort_start
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
      sum(coalesce(users.users, 0)) over (
        partition by periods.cohort_kind, periods.grain, periods.cohort_start
        order by periods.period desc
      ) as retained
    from every_period as periods
    left join users_by_last_period as users
      on users.cohort_kind = periods.cohort_kind
      and users.grain = periods.grain
      and users.cohort_start = periods.cohort_start
      and users.period = periods.period
  )

select
  cohort_kind,
  grain,
  cohort_start,
  period,
  period_start,
  period_end,
  :last_day as as_of,
  cohort_size,
  if(is_complete, retained, null) as retained,
  if(
    is_complete, round(cast(retained as decimal(20, 0)) / cohort_size, 10), null
  ) as rate,
  is_complete
from cells
