-- What: who came back, of the latest signup cohorts that a day can know of.
-- Grain: one row a cohort and period; a period that ends after the day is open. Parameters: grain,
-- first_cohort, periods, day.
select
  cohort_start,
  cohort_size,
  period,
  case when is_complete and period_end <= :day then rate end as rate,
  is_complete and period_end <= :day as is_complete
from metrics.retention_cohorts
where cohort_kind = 'signup'
  and grain = :grain
  and cohort_start between :first_cohort and :day
  and period between 1 and :periods
  and period_start <= :day
order by cohort_start, period
