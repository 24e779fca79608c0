-- What must hold of retention_cohorts before it is published. PostgreSQL; each query returns the
-- offending rows, with the period's last day as day. Parameters: :first_day, :last_day.

-- check: retained_within_cohort
-- severity: fail
-- meaning: No more users of a cohort are retained than it has, and every cohort has some.
select
  period_end as day,
  concat('between 0 and ', cohort_size) as expected,
  retained as actual
from retention_cohorts
where period_end >= :first_day
  and cohort_start <= :last_day
  and (cohort_size < 1 or retained not between 0 and cohort_size)

-- check: known_when_over
-- severity: fail
-- meaning: Who is retained is known when the period is over, and only then; the rate is that part of the cohort.
select
  period_end as day,
  concat(is_complete, ': ', round(cast(retained as numeric) / cohort_size, 10)) as expected,
  concat(period_end <= :last_day, ': ', rate) as actual
from retention_cohorts
where period_end >= :first_day
  and cohort_start <= :last_day
  and (
    is_complete <> (period_end <= :last_day)
    or is_complete <> (retained is not null)
    or rate is distinct from round(cast(retained as numeric) / cohort_size, 10)
  )

-- check: all_begin_in_their_cohort
-- severity: fail
-- meaning: Every user of a cohort by first activity is active in the cohort's own period.
select period_end as day, cohort_size as expected, retained as actual
from retention_cohorts
where cohort_kind = 'first_activity'
  and period = 0
  and is_complete
  and period_end >= :first_day
  and retained <> cohort_size

-- check: new_users_add_up
-- severity: fail
-- meaning: A day's cohort by first activity are the day's new users, so that all cohorts are all users ever.
select
  days.day,
  days.new_users as expected,
  coalesce(cohorts.cohort_size, 0) as actual
from active_users_daily as days
left join retention_cohorts as cohorts
  on cohorts.cohort_kind = 'first_activity'
  and cohorts.grain = 'day'
  and cohorts.period = 0
  and cohorts.cohort_start = days.day
where days.segment = 'all'
  and days.day between :first_day and :last_day
  and days.new_users <> coalesce(cohorts.cohort_size, 0)

-- check: signups_add_up
-- severity: warn
-- meaning: A day's cohort by signup are the day's signups; an account whose creation was moved in the source explains a difference.
select
  days.day,
  days.signups as expected,
  coalesce(cohorts.cohort_size, 0) as actual
from active_users_daily as days
left join retention_cohorts as cohorts
  on cohorts.cohort_kind = 'signup'
  and cohorts.grain = 'day'
  and cohorts.period = 0
  and cohorts.cohort_start = days.day
where days.segment = 'all'
  and days.day between :first_day and :last_day
  and days.signups <> coalesce(cohorts.cohort_size, 0)

-- check: cohort_sizes_add_up
-- severity: fail
-- meaning: The cohort of a week or month are the users of its days' cohorts.
select
  longer.cohort_start as day,
  longer.cohort_size as expected,
  sum(days.cohort_size) as actual
from (
  select distinct
    cohort_kind,
    grain,
    cohort_start,
    case grain
      when 'week' then cohort_start + 6
      else cast(cohort_start + interval '1 month' as date) - 1
    end as cohort_end,
    cohort_size
  from retention_cohorts
  where grain <> 'day'
    and period_end >= :first_day
    -- Older day cohorts have no row that is computed again.
    and cohort_start between cast(:first_day as date) - 90 and :last_day
) as longer
left join (
  select distinct cohort_kind, cohort_start, cohort_size
  from retention_cohorts
  where grain = 'day'
    and period_end >= :first_day
    and cohort_start between cast(:first_day as date) - 90 and :last_day
) as days
  on days.cohort_kind = longer.cohort_kind
  and days.cohort_start between longer.cohort_start and longer.cohort_end
group by
  longer.cohort_kind, longer.grain, longer.cohort_start, longer.cohort_end, longer.cohort_size
having sum(days.cohort_size) is distinct from longer.cohort_size

-- check: cohorts_within_active_users
-- severity: fail
-- meaning: The users of all cohorts in a period are at most its active users, as everybody is in one cohort.
select
  active.period_end as day,
  concat('at most ', active.users) as expected,
  sum(cells.retained) as actual
from (
  select 'day' as grain, day as period_end, dau as users
  from active_users_daily
  where segment = 'all'
  union all
  select grain, period_end, active_users as users
  from active_users_calendar
) as active
join retention_cohorts as cells
  on cells.cohort_kind = 'first_activity'
  and cells.grain = active.grain
  and cells.period_end = active.period_end
where active.period_end between :first_day and :last_day
group by active.grain, active.period_end, active.users
having sum(cells.retained) > active.users

-- check: cohorts_of_a_day_add_up_to_dau
-- severity: fail
-- meaning: As long as nobody began more than 90 days ago, the users of all cohorts on a day are its active users.
select days.day, days.dau as expected, coalesce(sum(cells.retained), 0) as actual
from active_users_daily as days
left join retention_cohorts as cells
  on cells.cohort_kind = 'first_activity'
  and cells.grain = 'day'
  and cells.period_end = days.day
where days.segment = 'all'
  and days.day between :first_day and :last_day
  -- Cohorts of months reach back three years.
  and days.day - 90 <= (
    select min(cohort_start)
    from retention_cohorts
    where cohort_kind = 'first_activity' and grain = 'month'
  )
group by days.day, days.dau
having coalesce(sum(cells.retained), 0) <> days.dau

-- check: no_missing_period
-- severity: fail
-- meaning: A cohort has every period from its own, or the first that is computed, to the last.
select
  max(period_end) as day,
  case grain when 'day' then 90 when 'week' then 52 else 36 end - min(period) + 1 as expected,
  count(*) as actual
from retention_cohorts
where period_end >= :first_day
  and cohort_start <= :last_day
group by cohort_kind, grain, cohort_start
having count(*) <> case grain when 'day' then 90 when 'week' then 52 else 36 end - min(period) + 1
