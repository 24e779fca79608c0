-- What: the rates of the job's file for every day that is published or that the run publishes: the
-- latest quotation of the day and the 7 days before it; the reporting currency itself is 1.
-- Grain: one row a day and currency. Reads the temporary table quotation.
create unlogged table {staged_rates} as
with
  business_days as (
    select day
    from metrics.days
    union
    select day::date
    from generate_series({first_day}, {last_day}, interval '1 day') as day
  ),

  currencies as (
    select distinct currency
    from quotation
  )

select
  business_days.day,
  currencies.currency,
  {reporting_currency}::char(3) as reporting_currency,
  latest.rate,
  latest.day as quoted_day
from business_days
cross join currencies
cross join lateral (
  select quotation.day, quotation.rate
  from quotation
  where quotation.currency = currencies.currency
    and quotation.day between business_days.day - 7 and business_days.day
  order by quotation.day desc
  limit 1
) as latest
union all
select day, {reporting_currency}, {reporting_currency}, 1, day
from business_days
