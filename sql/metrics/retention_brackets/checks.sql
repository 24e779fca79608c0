-- What must hold of retention_brackets before it is published. PostgreSQL; each query returns the
-- offending rows, with the bracket's last day as day. Parameters: :first_day, :last_day.

-- check: retained_within_cohort
-- severity: fail
-- meaning: No more users of a cohort are retained than it has, and every cohort has some.
select
  period_end as day,
  concat('between 0 and ', cohort_size) as expected,
  retained as actual
from retention_brackets
where period_end >= :first_day
  and cohort_start <= :last_day
  and (cohort_size < 1 or retained not between 0 and cohort_size)

-- check: known_when_over
-- severity: fail
-- meaning: Who is retained is known when the bracket is over, and only then; the rate is that part of the cohort.
select
  period_end as day,
  concat(is_complete, ': ', round(cast(retained as numeric) / cohort_size, 10)) as expected,
  concat(period_end <= :last_day, ': ', rate) as actual
from retention_brackets
where period_end >= :first_day
  and cohort_start <= :last_day
  and (
    is_complete <> (period_end <= :last_day)
    or is_complete <> (retained is not null)
    or rate is distinct from round(cast(retained as numeric) / cohort_size, 10)
  )

-- check: between_days_and_their_sum
-- severity: fail
-- meaning: A bracket has at least the users of its busiest day and at most the sum of its days; the bracket of one day has that day's.
select
  brackets.period_end as day,
  concat('between ', max(cells.retained), ' and ', sum(cells.retained)) as expected,
  brackets.retained as actual
from retention_brackets as brackets
join retention_cohorts as cells
  on cells.cohort_kind = brackets.cohort_kind
  and cells.grain = 'day'
  and cells.cohort_start = brackets.cohort_start
  and cells.period between brackets.first_age and brackets.last_age
where brackets.is_complete
  -- Days published long ago may hold users who were forgotten since.
  and brackets.period_start >= :first_day
  and brackets.period_end <= :last_day
group by
  brackets.cohort_kind, brackets.cohort_start, brackets.first_age, brackets.last_age,
  brackets.period_end, brackets.retained
having count(*) = brackets.last_age - brackets.first_age + 1
  and brackets.retained not between max(cells.retained) and sum(cells.retained)

-- check: same_cohorts
-- severity: fail
-- meaning: A cohort has as many users here as in the table of every day.
select
  brackets.period_end as day,
  cells.cohort_size as expected,
  brackets.cohort_size as actual
from retention_brackets as brackets
join retention_cohorts as cells
  on cells.cohort_kind = brackets.cohort_kind
  and cells.grain = 'day'
  and cells.cohort_start = brackets.cohort_start
  and cells.period = brackets.last_age
where brackets.period_end >= :first_day
  and brackets.cohort_start <= :last_day
  and brackets.cohort_size <> cells.cohort_size

-- check: no_missing_bracket
-- severity: fail
-- meaning: A cohort has every bracket from the first that is computed to the last.
select
  max(period_end) as day,
  concat(4, ' brackets, without those before ', min(first_age)) as expected,
  concat(count(*), ' brackets through ', max(last_age)) as actual
from retention_brackets
where period_end >= :first_day
  and cohort_start <= :last_day
group by cohort_kind, cohort_start
having max(last_age) <> 30
  or count(*) <> case min(first_age) when 1 then 4 when 2 then 3 when 8 then 2 else 1 end
