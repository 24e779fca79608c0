-- What must hold of revenue_cohorts before it is published. PostgreSQL; each query returns the
-- offending rows. Parameters: :first_day, :last_day.

-- check: within_the_cohort
-- severity: fail
-- meaning: Nobody pays who is not in the cohort, MRR is that of payers, and age counts months.
select period_end as day, customers as expected, paying_customers as actual
from revenue_cohorts
where period_end >= :first_day
  and period_start <= :last_day
  and (
    paying_customers not between 0 and customers
    or customers < 1
    or opening_mrr <= 0
    or (mrr > 0) <> (paying_customers > 0)
    or mrr < 0
    or age_months <> 12 * (extract(year from period_start) - extract(year from cohort_month))
      + extract(month from period_start) - extract(month from cohort_month)
  )

-- check: begins_with_its_mrr
-- severity: fail
-- meaning: At age 0 everybody pays, and what they pay is what the cohort opened with.
select period_end as day, opening_mrr as expected, mrr as actual
from revenue_cohorts
where period_end >= :first_day
  and period_start <= :last_day
  and age_months = 0
  and (mrr <> opening_mrr or paying_customers <> customers)

-- check: cohorts_add_up
-- severity: fail
-- meaning: At the end of a month the cohorts' MRR and paying customers are those of the movements, where these are computed.
select
  months.period_end as day,
  concat_ws(' ', months.closing_mrr, months.closing_customers) as expected,
  concat_ws(' ', cohorts.mrr, cohorts.paying_customers) as actual
from mrr_movements as months
left join (
  select currency, period_end, sum(mrr) as mrr, sum(paying_customers) as paying_customers
  from revenue_cohorts
  group by currency, period_end
) as cohorts
  on cohorts.currency = months.currency and cohorts.period_end = months.period_end
where months.grain = 'month'
  and months.plan = 'all'
  and months.is_complete
  and months.period_end between :first_day and :last_day
  and (coalesce(cohorts.mrr, 0), coalesce(cohorts.paying_customers, 0))
    is distinct from (months.closing_mrr, months.closing_customers)

-- check: value_is_revenue_by_customers
-- severity: fail
-- meaning: The observed lifetime value is the revenue to date by the customers of the cohort.
select period_end as day, net_revenue_to_date as expected, net_revenue_per_customer as actual
from revenue_cohorts
where period_end >= :first_day
  and period_start <= :last_day
  and net_revenue_per_customer
    is distinct from round(net_revenue_to_date::numeric(38, 20) / customers, 10)
