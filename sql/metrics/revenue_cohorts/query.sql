-- What became of the customers who first had MRR at the end of a month.
-- Grain: one row a cohort month, month of age that overlaps the days asked for, and currency.
-- Parameters: :first_day, :last_day, :has_payments.
--
-- The state is that of the last day. Months that were over before it are worked out backwards: who
-- moved later had what his first later move opened with, and later cash was not there yet.

with
  months as (
    select distinct month_start, month_end, least(month_end, :last_day) as known_to
    from business_day
    where day between :first_day and :last_day
  ),

  customers as (
    select user_id, currency, cohort_month, opening_mrr, mrr, net
    from cohort_state
    where cohort_month is not null
  ),

  moves as (
    select user_id, currency, day, cast(sum(opening_mrr) as decimal(28, 10)) as opening_mrr
    from mrr_change
    where day between :first_day and :last_day
    group by user_id, currency, day
  ),

  moved_later as (
    select
      months.month_start,
      moves.user_id,
      moves.currency,
      min_by(moves.opening_mrr, moves.day) as mrr
    from months
    join moves on moves.day > months.known_to
    group by months.month_start, moves.user_id, moves.currency
  ),

  paid_later as (
    select
      months.month_start,
      cash.user_id,
      cash.currency,
      cast(sum(cash.gross - cash.refunds) as decimal(28, 6)) as net
    from months
    join user_revenue_day as cash on cash.day > months.known_to and cash.day <= :last_day
    group by months.month_start, cash.user_id, cash.currency
  ),

  cells as (
    select
      customers.cohort_month,
      months.month_start,
      months.month_end,
      customers.currency,
      count(*) as customers,
      count_if(coalesce(moved_later.mrr, customers.mrr) > 0) as paying_customers,
      cast(sum(customers.opening_mrr) as decimal(28, 10)) as opening_mrr,
      cast(sum(coalesce(moved_later.mrr, customers.mrr)) as decimal(28, 10)) as mrr,
      cast(sum(customers.net - coalesce(paid_later.net, 0)) as decimal(28, 6)) as net
    from customers
    join months on months.month_start >= customers.cohort_month
    left join moved_later
      on moved_later.month_start = months.month_start
      and moved_later.user_id = customers.user_id
      and moved_later.currency = customers.currency
    left join paid_later
      on paid_later.month_start = months.month_start
      and paid_later.user_id = customers.user_id
      and paid_later.currency = customers.currency
    group by customers.cohort_month, months.month_start, months.month_end, customers.currency
  )

select
  cohort_month,
  cast(months_between(month_start, cohort_month) as int) as age_months,
  currency,
  month_start as period_start,
  month_end as period_end,
  customers,
  paying_customers,
  opening_mrr,
  mrr,
  if(:has_payments, net, null) as net_revenue_to_date,
  if(:has_payments, round(net / cast(customers as decimal(10, 0)), 10), null)
    as net_revenue_per_customer,
  month_end <= :last_day as is_complete
from cells
