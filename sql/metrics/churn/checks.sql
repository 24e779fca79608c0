-- What must hold of churn before it is published. PostgreSQL; each query returns the offending rows,
-- with the period's last day as day. Parameters: :first_day, :last_day.

-- check: churned_within_opening
-- severity: fail
-- meaning: Only who paid at the start can churn, for one reason each, and nobody loses more than he paid.
select period_end as day, opening_customers as expected, churned_customers as actual
from churn
where period_end >= :first_day
  and period_start <= :last_day
  and not (
    churned_customers between 0 and opening_customers
    and least(voluntary, involuntary, unknown) >= 0
    and voluntary + involuntary + unknown = churned_customers
    and lost_mrr between 0 and opening_mrr
    and least(expansion_mrr, added_mrr) >= 0
  )

-- check: retention_within_bounds
-- severity: fail
-- meaning: Gross retention lies between 0 and 1 and never above net retention; what is lost and what is kept make 1.
select period_end as day, grr as expected, nrr as actual
from churn
where period_end >= :first_day
  and period_start <= :last_day
  and not (
    grr between 0 and 1
    and grr <= nrr
    and abs(gross_mrr_churn_rate + grr - 1) <= 0.000000001
    and abs(net_mrr_churn_rate + nrr - 1) <= 0.000000001
  )

-- check: rates_agree
-- severity: fail
-- meaning: Rates are what their parts give once the period is over, and not known before or without an opening.
select period_end as day, opening_customers as expected, logo_churn_rate as actual
from churn
where period_end >= :first_day
  and period_start <= :last_day
  and (
    is_complete <> (period_end <= :last_day)
    or (logo_churn_rate is null) <> (not is_complete or coalesce(opening_customers, 0) = 0)
    or (grr is null) <> (not is_complete or coalesce(opening_mrr, 0) = 0)
    or (quick_ratio is null) <> (not is_complete or coalesce(lost_mrr, 0) = 0)
    or abs(logo_churn_rate - churned_customers::numeric / nullif(opening_customers, 0)) > 0.000000001
    or abs(grr - (opening_mrr - lost_mrr) / nullif(opening_mrr, 0)) > 0.000000001
    or abs(quick_ratio - (added_mrr + expansion_mrr) / nullif(lost_mrr, 0)) > 0.000000001
  )

-- check: months_agree_with_movements
-- severity: fail
-- meaning: A month in which nothing was corrected opens, loses and gains as its movements do.
select
  months.period_end as day,
  concat_ws(' ', moves.opening_customers, moves.churned_customers, moves.opening_mrr) as expected,
  concat_ws(' ', months.opening_customers, months.churned_customers, months.opening_mrr) as actual
from churn as months
join mrr_movements as moves
  on moves.grain = 'month'
  and moves.period_start = months.period_start
  and moves.plan = 'all'
  and moves.currency = months.currency
where months.grain = 'month'
  and months.period_end >= :first_day
  and months.period_start <= :last_day
  and not exists (
    select
    from mrr_movements as corrected
    where corrected.grain = 'day'
      and corrected.period_start between months.period_start and months.period_end
      and corrected.currency = months.currency
      and corrected.plan <> 'all'
      and (corrected.restatement_mrr <> 0 or corrected.restatement_customers <> 0)
  )
  and (
    months.opening_customers, months.churned_customers, months.opening_mrr, months.lost_mrr,
    months.expansion_mrr, months.added_mrr
  ) is distinct from (
    moves.opening_customers, moves.churned_customers, moves.opening_mrr,
    moves.contraction_mrr + moves.churned_mrr, moves.expansion_mrr,
    moves.new_mrr + moves.reactivation_mrr
  )

-- check: rolling_opens_with_the_day_before
-- severity: fail
-- meaning: The 30 days open with what the day before them closed with, corrections booked since aside.
select
  rolling.period_end as day,
  before.closing_customers as expected,
  rolling.opening_customers as actual
from churn as rolling
join mrr_movements as before
  on before.grain = 'day'
  and before.period_start = rolling.period_start - 1
  and before.plan = 'all'
  and before.currency = rolling.currency
where rolling.grain = 'rolling_30d'
  and rolling.period_end between :first_day and :last_day
  and (before.closing_customers, before.closing_mrr)
    is distinct from (rolling.opening_customers, rolling.opening_mrr)
  and not exists (
    select
    from mrr_movements as corrected
    where corrected.grain = 'day'
      and corrected.period_start between rolling.period_start and rolling.period_end
      and corrected.currency = rolling.currency
      and corrected.plan <> 'all'
      and (corrected.restatement_mrr <> 0 or corrected.restatement_customers <> 0)
  )

-- check: lifetime_value_rests_on_enough
-- severity: fail
-- meaning: A lifetime value stands beside complete months alone, and is above 0.
select period_end as day, 'above 0, of a complete month' as expected, ltv as actual
from churn
where period_end >= :first_day
  and period_start <= :last_day
  and ltv is not null
  and (grain <> 'month' or not is_complete or ltv < 0)

-- check: no_missing_row
-- severity: fail
-- meaning: Every currency with movements has its rows: a month, and 30 days for each day.
select moves.period_end as day, moves.grain as expected, moves.currency as actual
from mrr_movements as moves
left join churn as present
  on present.grain = case moves.grain when 'day' then 'rolling_30d' else moves.grain end
  and present.period_end = moves.period_end
  and present.currency = moves.currency
where moves.plan = 'all'
  and moves.period_end >= :first_day
  and moves.period_start <= :last_day
  and present.currency is null
