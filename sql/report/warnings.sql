-- What: the checks that did not pass and did not stop the run, over the week that ends on the day;
-- a check that failed on several of its days is named once, with the newest.
-- Grain: one row a check. Parameters: run_id, day.
select distinct on (check_name)
  check_name,
  day,
  coalesce(nullif(message, ''), 'expected ' || coalesce(expected::text, '-') || ', found ' || coalesce(actual::text, '-')) as message
from pipeline.check_results
where run_id = :run_id::uuid
  and not passed
  and day between :day::date - 6 and :day::date
order by check_name, day desc
