-- What: the days of which a rate changes, and with it what is converted at it.
insert into touched_day (day)
select distinct day
from metrics.fx_rates as standing
join {staged_rates} as staged using (day, currency, reporting_currency)
where day between {first_day} and {last_day} and staged.rate <> standing.rate
