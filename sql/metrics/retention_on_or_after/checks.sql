-- What must hold of retention_on_or_after before it is published. PostgreSQL; each query returns the
-- offending rows, with the period's last day as day. Parameters: :first_day, :last_day.

-- check: retained_within_cohort
-- severity: fail
-- meaning: No more users of a cohort are retained than it has, and every cohort has some.
select
  period_end as day,
  concat('between 0 and ', cohort_size) as expected,
  retained as actual
from retention_on_or_after
where cohort_size < 1 or retained not between 0 and cohort_size

-- check: known_when_over
-- severity: fail
-- meaning: Who is retained is known when the period is over, and only then; the rate is that part of the cohort.
select
  period_end as day,
  concat(is_complete, ': ', round(cast(retained as numeric) / cohort_size, 10)) as expected,
  concat(period_end <= as_of, ': ', rate) as actual
from retention_on_or_after
where is_complete <> (period_end <= as_of)
  or is_complete <> (retained is not null)
  or rate is distinct from round(cast(retained as numeric) / cohort_size, 10)

-- check: as_of_the_last_day
-- severity: fail
-- meaning: Every row knows of all days through the last one computed.
select period_end as day, :last_day as expected, as_of as actual
from retention_on_or_after
where as_of <> :last_day

-- check: never_rises
-- severity: fail
-- meaning: Whoever was active in a period or later was active in the period before it or later.
select
  later.period_end as day,
  concat('at most ', earlier.retained) as expected,
  later.retained as actual
from retention_on_or_after as later
join retention_on_or_after as earlier
  on earlier.cohort_kind = later.cohort_kind
  and earlier.grain = later.grain
  and earlier.cohort_start = later.cohort_start
  and earlier.period = later.period - 1
where later.retained > earlier.retained

-- check: all_begin_in_their_cohort
-- severity: fail
-- meaning: Every user of a cohort by first activity is active in the cohort's own period or later.
select period_end as day, cohort_size as expected, retained as actual
from retention_on_or_after
where cohort_kind = 'first_activity'
  and period = 0
  and is_complete
  and retained <> cohort_size

-- check: at_least_exact
-- severity: fail
-- meaning: In a period or later at least the users of the period itself were active, of the same cohort.
select
  exact.period_end as day,
  concat('of ', exact.cohort_size, ' at least ', exact.retained) as expected,
  concat('of ', later.cohort_size, ' ', later.retained) as actual
from retention_cohorts as exact
join retention_on_or_after as later
  on later.cohort_kind = exact.cohort_kind
  and later.grain = exact.grain
  and later.cohort_start = exact.cohort_start
  and later.period = exact.period
-- Periods published long ago may hold users who were forgotten since.
where exact.period_end >= :first_day
  and exact.cohort_start <= :last_day
  and (later.retained < exact.retained or later.cohort_size <> exact.cohort_size)

-- check: same_on_the_last_day
-- severity: fail
-- meaning: On the last day itself, on that day or later is on that day.
select exact.period_end as day, exact.retained as expected, later.retained as actual
from retention_cohorts as exact
join retention_on_or_after as later
  on later.cohort_kind = exact.cohort_kind
  and later.grain = exact.grain
  and later.cohort_start = exact.cohort_start
  and later.period = exact.period
where exact.period_end = :last_day
  and later.retained <> exact.retained
