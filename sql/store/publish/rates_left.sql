-- What: the rates that stand and that the file gives otherwise, of days that the run does not publish.
-- Grain: one row.
select count(*) as rates, min(day) as first_day, max(day) as last_day
from metrics.fx_rates as standing
join {staged_rates} as staged using (day, currency, reporting_currency)
where day not between {first_day} and {last_day} and staged.rate <> standing.rate
