-- What: writes down every rate that had been published and that the run changes. Another rate from the
-- same quotation is the file's correction; a later quotation came late.
insert into pipeline.restatements
  (table_name, key, column_name, old_value, new_value, cause, run_id, restated_at)
select
  'fx_rates',
  jsonb_build_object('day', day, 'currency', currency, 'reporting_currency', reporting_currency),
  'rate',
  standing.rate::text,
  staged.rate::text,
  case when staged.quoted_day = standing.quoted_day then 'source_correction' else {cause} end,
  {run_id},
  {published_at}
from metrics.fx_rates as standing
join {staged_rates} as staged using (day, currency, reporting_currency)
where day between {first_day} and {last_day} and staged.rate <> standing.rate
