-- What must hold of conversion_cohorts before it is published. PostgreSQL; each query returns the
-- offending rows, with the window's last day as day. Parameters: :first_day, :last_day.

-- check: converted_within_cohort
-- severity: fail
-- meaning: Nobody converts who is not in the cohort.
select window_end as day, cohort_size as expected, converted as actual
from conversion_cohorts
where window_end >= :first_day
  and cohort_day <= :last_day
  and (converted > cohort_size or converted < 0 or cohort_size < 1)

-- check: longer_windows_convert_more
-- severity: fail
-- meaning: Whoever converts within a window converts within every longer one.
select longer.window_end as day, shorter.converted as expected, longer.converted as actual
from conversion_cohorts as shorter
join conversion_cohorts as longer
  on longer.conversion = shorter.conversion
  and longer.cohort_day = shorter.cohort_day
  and longer.window_days > shorter.window_days
where shorter.window_end >= :first_day
  and shorter.cohort_day <= :last_day
  and longer.converted < shorter.converted

-- check: rates_agree
-- severity: fail
-- meaning: A rate is converted / cohort_size once the window is over, and not known before.
select
  window_end as day,
  case when is_complete then round(converted::numeric / cohort_size, 10) end as expected,
  rate as actual
from conversion_cohorts
where window_end >= :first_day
  and cohort_day <= :last_day
  and rate is distinct from
    case when is_complete then round(converted::numeric / cohort_size, 10) end

-- check: cohorts_are_the_signups
-- severity: warn
-- meaning: The cohorts of the days computed are as large as the days' sign-ups.
select cohorts.cohort_day as day, days.signups as expected, cohorts.cohort_size as actual
from conversion_cohorts as cohorts
join active_users_daily as days on days.day = cohorts.cohort_day and days.segment = 'all'
where cohorts.conversion <> 'trial_to_paid'
  and cohorts.cohort_day between :first_day and :last_day
  and cohorts.cohort_size <> days.signups
