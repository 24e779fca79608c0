-- What: the days with an amount that can't be converted, for want of a rate. {is_asked} says which days
-- are looked at, {days} which of those that offend are told of. Grain: one row a day.
-- Parameters: :first_day, :last_day, :through.
with
  bounds as (
    select least(min(day), :first_day) as first_published
    from days
  ),

  amounts as (
    select day, currency
    from subscriptions_daily
    where mrr <> 0 or trial_mrr <> 0
    union
    select least(period_end, :through), currency
    from mrr_movements
    where 0 <> any (
      array[
        opening_mrr, new_mrr, reactivation_mrr, expansion_mrr, contraction_mrr, churned_mrr,
        restatement_mrr, transfer_in_mrr, transfer_out_mrr, closing_mrr
      ]
    )
    union
    select period_start - 1, currency
    from mrr_movements
    where opening_mrr <> 0
    union
    select greatest(period_start - 1, bounds.first_published), currency
    from churn
    cross join bounds
    where 0 <> any (array[opening_mrr, lost_mrr, expansion_mrr, added_mrr])
    union
    select least(period_end, :through), currency
    from revenue_cohorts
    where mrr <> 0 or net_revenue_to_date <> 0
    union
    select least((cohort_month + interval '1 month')::date - 1, :through), currency
    from revenue_cohorts
    where opening_mrr <> 0
    union
    select day, currency
    from revenue_daily
    where gross <> 0 or refunds <> 0
    union
    select day, currency
    from payments_daily
    where amount_attempted <> 0
  ),

  missing as (
    select amounts.day, amounts.currency
    from amounts
    left join fx_rates as rate
      on rate.day = amounts.day
      and rate.currency = amounts.currency
      and rate.reporting_currency = {reporting_currency}
    where rate.rate is null and {is_asked}
  ),

  currencies as (
    select
      string_agg(
        format(
          case day_count when 1 then 'none of %1$s on %3$s' else 'none of %1$s on %2$s days, %3$s to %4$s' end,
          currency, day_count, first_day, last_day
        ),
        '; ' order by currency
      ) as missing
    from (
      select currency, count(*) as day_count, min(day) as first_day, max(day) as last_day
      from missing
      group by currency
    ) as of_currency
  )

select
  offending.day,
  format('a rate in %s of every amount', {reporting_currency}) as expected,
  currencies.missing as actual
from ({days}) as offending
cross join currencies
order by offending.day
