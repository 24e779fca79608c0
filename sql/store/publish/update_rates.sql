-- What: gives the run's days the rates of the file.
update metrics.fx_rates as standing
set rate = staged.rate, quoted_day = staged.quoted_day, run_id = {run_id}
from {staged_rates} as staged
where staged.day between {first_day} and {last_day}
  and (standing.day, standing.currency, standing.reporting_currency)
    = (staged.day, staged.currency, staged.reporting_currency)
  and (standing.rate, standing.quoted_day) is distinct from (staged.rate, staged.quoted_day)
