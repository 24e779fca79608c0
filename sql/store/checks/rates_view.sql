-- What: the rates as they would be after the run, under the table's plain name.
create temp view fx_rates as
select
  day,
  currency,
  reporting_currency,
  case
    when day between {first_day} and {last_day} then coalesce(staged.rate, standing.rate)
    else coalesce(standing.rate, staged.rate)
  end as rate
from metrics.fx_rates as standing
full join {staged_rates} as staged using (day, currency, reporting_currency)
