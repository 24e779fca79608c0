-- What became of the customers who paid when a period opened.
-- Grain: one row a month that overlaps the days asked for, one a day for the 30 days that end on it,
-- one a month end for the 12 months that end on it; each by currency with MRR so far.
-- Parameters: :first_day, :last_day, :margin.
--
-- Only who moved is looked at one by one; everybody else is in the opening and lost nothing. Amounts
-- have 25 to 28 digits while they are computed with.

with
  moves as (
    select
      user_id,
      currency,
      day,
      cast(sum(opening_mrr) as decimal(28, 10)) as opening_mrr,
      cast(sum(restated_mrr) as decimal(28, 10)) as restated_mrr,
      cast(sum(closing_mrr) as decimal(28, 10)) as closing_mrr,
      max_by(end_reason, struct(opening_mrr, plan)) filter (where end_reason is not null)
        as end_reason
    from mrr_change
    where day between date_sub(:first_day, 366) and :last_day
    group by user_id, currency, day
  ),

  business_days as (
    select day, month_start, month_end
    from business_day
    where day between date_sub(:first_day, 184) and :last_day
  ),

  balances as (
    select user_id, currency, sum(mrr) as mrr, min(first_paid_day) as first_paid_day
    from mrr_state
    group by user_id, currency
  ),

  closing as (
    select
      currency,
      cast(sum(mrr) as decimal(27, 10)) as mrr,
      count_if(mrr > 0) as customers,
      min(first_paid_day) as first_paid_day
    from balances
    group by currency
  ),

  -- Lifetime value asks for the five months before each month too.
  periods as (
    select distinct 'month' as grain, month_start as period_start, month_end as period_end
    from business_days
    where month_start >= add_months(cast(date_trunc('month', :first_day) as date), -5)
    union all
    select 'rolling_30d' as grain, date_sub(day, 29) as period_start, day as period_end
    from business_days
    where day >= :first_day
    union all
    select 'trailing_12m' as grain, add_months(month_start, -11) as period_start, month_end as period_end
    from business_days
    where day = month_end and day >= :first_day
  ),

  movers as (
    select
      periods.grain,
      periods.period_start,
      periods.period_end,
      moves.currency,
      moves.user_id,
      min_by(moves.opening_mrr, moves.day) as published,
      cast(
        greatest(min_by(moves.opening_mrr, moves.day) + cast(sum(moves.restated_mrr) as decimal(28, 10)), 0)
        as decimal(28, 10)
      ) as opened,
      max_by(moves.closing_mrr, moves.day) as closed,
      max_by(moves.end_reason, moves.day)
        filter (
          where greatest(moves.opening_mrr, moves.opening_mrr + moves.restated_mrr) > 0
            and moves.closing_mrr = 0
        )
        as end_reason
    from periods
    join moves on moves.day between periods.period_start and periods.period_end
    group by 1, 2, 3, 4, 5
  ),

  flows as (
    select
      grain,
      period_start,
      period_end,
      currency,
      cast(sum(opened - published) as decimal(27, 10)) as restated_mrr,
      sum(if(opened > 0, 1, 0) - if(published > 0, 1, 0)) as restated_customers,
      count_if(opened > 0 and closed = 0) as churned_customers,
      count_if(opened > 0 and closed = 0 and end_reason = 'voluntary') as voluntary,
      count_if(opened > 0 and closed = 0 and end_reason = 'involuntary') as involuntary,
      cast(sum(if(opened > 0, greatest(opened - closed, 0), 0)) as decimal(25, 10)) as lost_mrr,
      cast(sum(if(opened > 0, greatest(closed - opened, 0), 0)) as decimal(25, 10)) as expansion_mrr,
      cast(sum(if(opened > 0, 0, closed)) as decimal(25, 10)) as added_mrr
    from movers
    group by grain, period_start, period_end, currency
  ),

  moved_by_day as (
    select
      currency,
      day,
      sum(closing_mrr - opening_mrr) as mrr,
      sum(if(closing_mrr > 0, 1, 0) - if(opening_mrr > 0, 1, 0)) as customers
    from moves
    group by currency, day
  ),

  balanced as (
    select
      periods.grain,
      periods.period_start,
      periods.period_end,
      closing.currency,
      closing.mrr - coalesce(cast(sum(moved.mrr) as decimal(27, 10)), 0) as published_mrr,
      closing.customers - coalesce(sum(moved.customers), 0) as published_customers,
      closing.mrr
        - coalesce(cast(sum(if(moved.day > periods.period_end, moved.mrr, 0)) as decimal(27, 10)), 0)
        as closing_mrr,
      closing.customers
        - coalesce(sum(if(moved.day > periods.period_end, moved.customers, 0)), 0)
        as closing_customers
    from periods
    join closing on closing.first_paid_day <= periods.period_end
    left join moved_by_day as moved
      on moved.currency = closing.currency
      and moved.day >= periods.period_start
    group by
      periods.grain, periods.period_start, periods.period_end, closing.currency, closing.mrr,
      closing.customers
  ),

  beginning as (
    select min(day) as day
    from moves
    where opening_mrr is null
  ),

  counted as (
    select
      balanced.grain,
      balanced.period_start,
      balanced.period_end,
      balanced.currency,
      balanced.published_customers + coalesce(flows.restated_customers, 0) as opening_customers,
      cast(balanced.published_mrr + coalesce(flows.restated_mrr, 0) as decimal(25, 10)) as opening_mrr,
      coalesce(flows.churned_customers, 0) as churned_customers,
      coalesce(flows.voluntary, 0) as voluntary,
      coalesce(flows.involuntary, 0) as involuntary,
      coalesce(flows.lost_mrr, 0) as lost_mrr,
      coalesce(flows.expansion_mrr, 0) as expansion_mrr,
      coalesce(flows.added_mrr, 0) as added_mrr,
      round(
        cast(balanced.closing_mrr as decimal(27, 10))
          / nullif(cast(balanced.closing_customers as decimal(10, 0)), 0),
        10
      ) as arpa,
      balanced.period_end <= :last_day as is_complete,
      coalesce(beginning.day < balanced.period_start, true) as is_known
    from balanced
    cross join beginning
    left join flows
      on flows.grain = balanced.grain
      and flows.period_start = balanced.period_start
      and flows.period_end = balanced.period_end
      and flows.currency = balanced.currency
  ),

  rated as (
    select
      *,
      if(
        is_known and is_complete,
        round(cast(churned_customers as decimal(20, 0)) / nullif(opening_customers, 0), 10),
        null
      ) as logo_churn_rate
    from counted
  ),

  six_months as (
    select
      *,
      if(grain = 'month', count(logo_churn_rate) over last_six, 0) as months,
      sum(logo_churn_rate) over last_six as rates,
      sum(if(is_known and is_complete, churned_customers, 0)) over last_six as churned_in_months
    from rated
    window last_six as (
      partition by grain, currency order by period_start rows between 5 preceding and current row
    )
  )

select
  grain,
  period_start,
  period_end,
  currency,
  if(is_known, opening_customers, null) as opening_customers,
  if(is_known, churned_customers, null) as churned_customers,
  if(is_known, voluntary, null) as voluntary,
  if(is_known, involuntary, null) as involuntary,
  if(is_known, churned_customers - voluntary - involuntary, null) as unknown,
  logo_churn_rate,
  if(is_known, opening_mrr, null) as opening_mrr,
  if(is_known, lost_mrr, null) as lost_mrr,
  if(is_known, expansion_mrr, null) as expansion_mrr,
  if(is_known, added_mrr, null) as added_mrr,
  if(is_known and is_complete, round(lost_mrr / nullif(opening_mrr, 0), 10), null)
    as gross_mrr_churn_rate,
  if(
    is_known and is_complete,
    round(cast(lost_mrr - expansion_mrr as decimal(25, 10)) / nullif(opening_mrr, 0), 10),
    null
  ) as net_mrr_churn_rate,
  if(
    is_known and is_complete,
    round(cast(opening_mrr - lost_mrr + expansion_mrr as decimal(25, 10)) / nullif(opening_mrr, 0), 10),
    null
  ) as nrr,
  if(
    is_known and is_complete,
    round(cast(opening_mrr - lost_mrr as decimal(25, 10)) / nullif(opening_mrr, 0), 10),
    null
  ) as grr,
  if(
    is_known and is_complete,
    round(cast(added_mrr + expansion_mrr as decimal(25, 10)) / nullif(lost_mrr, 0), 10),
    null
  ) as quick_ratio,
  if(
    months > 0 and is_complete and churned_in_months >= 10,
    round(
      cast(
        cast(arpa as decimal(22, 10)) * cast(:margin as decimal(7, 6)) * cast(months as decimal(1, 0))
        as decimal(28, 10)
      )
        / cast(rates as decimal(12, 10)),
      6
    ),
    null
  ) as ltv,
  cast(:margin as decimal(7, 6)) as margin,
  is_complete
from six_months
where period_end >= :first_day
