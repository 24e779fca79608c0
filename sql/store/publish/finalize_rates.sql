-- What: the rates of days whose lookback has passed.
update metrics.fx_rates
set is_final = (day <= {last_final_day})
where day between {first_day} and {last_day} and is_final <> (day <= {last_final_day})
