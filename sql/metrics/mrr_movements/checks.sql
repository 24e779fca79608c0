-- What must hold of mrr_movements before it is published, to the last decimal. PostgreSQL; each
-- query returns the offending rows, with the period's last day as day. Parameters: :first_day,
-- :last_day.

-- check: movements_add_up
-- severity: fail
-- meaning: The opening and all movements give the closing MRR.
select
  period_end as day,
  opening_mrr + new_mrr + reactivation_mrr + expansion_mrr - contraction_mrr - churned_mrr + fx_mrr
    + restatement_mrr + transfer_in_mrr - transfer_out_mrr as expected,
  closing_mrr as actual
from mrr_movements
where period_end >= :first_day
  and period_start <= :last_day
  and closing_mrr <> opening_mrr + new_mrr + reactivation_mrr + expansion_mrr - contraction_mrr
    - churned_mrr + fx_mrr + restatement_mrr + transfer_in_mrr - transfer_out_mrr

-- check: customers_add_up
-- severity: fail
-- meaning: The opening and all movements give the closing customers.
select
  period_end as day,
  opening_customers + new_customers + reactivated_customers - churned_customers
    + restatement_customers + transfer_in_customers - transfer_out_customers as expected,
  closing_customers as actual
from mrr_movements
where period_end >= :first_day
  and period_start <= :last_day
  and closing_customers <> opening_customers + new_customers + reactivated_customers
    - churned_customers + restatement_customers + transfer_in_customers - transfer_out_customers

-- check: opening_is_the_closing_before
-- severity: fail
-- meaning: A period opens with what the one before it closed with, in MRR and in customers.
select
  later.period_end as day,
  concat_ws(' ', earlier.closing_mrr, earlier.closing_customers) as expected,
  concat_ws(' ', later.opening_mrr, later.opening_customers) as actual
from mrr_movements as later
join mrr_movements as earlier
  on earlier.grain = later.grain
  and earlier.period_end = later.period_start - 1
  and earlier.plan = later.plan
  and earlier.currency = later.currency
where later.period_end >= :first_day
  and later.period_start <= :last_day
  and (later.opening_mrr, later.opening_customers)
    is distinct from (earlier.closing_mrr, earlier.closing_customers)

-- check: a_month_closes_with_its_last_day
-- severity: fail
-- meaning: A month closes with what its last day, or its latest so far, closes with.
select
  month.period_end as day,
  concat_ws(' ', day.closing_mrr, day.closing_customers) as expected,
  concat_ws(' ', month.closing_mrr, month.closing_customers) as actual
from mrr_movements as month
join mrr_movements as day
  on day.grain = 'day'
  and day.period_start = least(month.period_end, :last_day)
  and day.plan = month.plan
  and day.currency = month.currency
where month.grain = 'month'
  and month.period_end >= :first_day
  and month.period_start <= :last_day
  and (day.closing_mrr, day.closing_customers) <> (month.closing_mrr, month.closing_customers)

-- check: plans_add_up
-- severity: fail
-- meaning: The plans' amounts add up to the total, where transfers between them cancel.
select
  max(period_end) as day,
  concat_ws(
    ' ', sum(opening_mrr) filter (where plan = 'all'), sum(closing_mrr) filter (where plan = 'all')
  ) as expected,
  concat_ws(
    ' ', sum(opening_mrr) filter (where plan <> 'all'), sum(closing_mrr) filter (where plan <> 'all')
  ) as actual
from mrr_movements
where period_end >= :first_day
  and period_start <= :last_day
group by grain, period_start, currency
having
  sum(case when plan = 'all' then opening_mrr else -opening_mrr end) <> 0
  or sum(case when plan = 'all' then new_mrr else -new_mrr end) <> 0
  or sum(case when plan = 'all' then reactivation_mrr else -reactivation_mrr end) <> 0
  or sum(case when plan = 'all' then expansion_mrr else -expansion_mrr end) <> 0
  or sum(case when plan = 'all' then contraction_mrr else -contraction_mrr end) <> 0
  or sum(case when plan = 'all' then churned_mrr else -churned_mrr end) <> 0
  or sum(case when plan = 'all' then restatement_mrr else -restatement_mrr end) <> 0
  or sum(case when plan = 'all' then closing_mrr else -closing_mrr end) <> 0
  or sum(transfer_in_mrr - transfer_out_mrr) <> 0

-- check: movements_are_not_negative
-- severity: fail
-- meaning: Balances and movements are positive numbers, losses too; the total knows no transfers.
select period_end as day, 'none below 0' as expected, concat_ws(' ', grain, plan, currency) as actual
from mrr_movements
where period_end >= :first_day
  and period_start <= :last_day
  and (
    least(
      opening_mrr, new_mrr, reactivation_mrr, expansion_mrr, contraction_mrr, churned_mrr,
      transfer_in_mrr, transfer_out_mrr, closing_mrr
    ) < 0
    or least(
      opening_customers, new_customers, reactivated_customers, churned_customers,
      transfer_in_customers, transfer_out_customers, closing_customers
    ) < 0
    or plan = 'all'
    and greatest(transfer_in_mrr, transfer_out_mrr, transfer_in_customers, transfer_out_customers) <> 0
  )

-- check: no_missing_period
-- severity: fail
-- meaning: A currency and plan that had MRR once has a row on every day since.
select missing.day::date as day, missing.plan as expected, missing.currency as actual
from (
  select generate_series(greatest(min(period_start), :first_day), :last_day, interval '1 day') as day,
    plan, currency
  from mrr_movements
  where grain = 'day'
  group by plan, currency
) as missing
left join mrr_movements as present
  on present.grain = 'day'
  and present.period_start = missing.day
  and present.plan = missing.plan
  and present.currency = missing.currency
where present.plan is null

-- check: nothing_was_restated
-- severity: warn
-- meaning: MRR of final days was corrected; the correction is booked on this day.
select period_end as day, 0 as expected, restatement_mrr as actual
from mrr_movements
where grain = 'day'
  and plan = 'all'
  and period_start between :first_day and :last_day
  and (restatement_mrr <> 0 or restatement_customers <> 0)
