-- What: publishes the rates that were not there, of whatever day: a currency that is reported in from
-- now on is so for the past too.
insert into metrics.fx_rates
  (day, currency, reporting_currency, rate, quoted_day, run_id, is_final)
select
  day, currency, reporting_currency, rate, quoted_day, {run_id}, day <= {last_final_day}
from {staged_rates}
on conflict (day, currency, reporting_currency) do nothing
