-- What: how many checks of a run looked at a day, and how many passed. Grain: one row.
-- Parameters: run_id, day.
select count(*) filter (where passed) as passed, count(*) as all_checks
from pipeline.check_results
where run_id = :run_id::uuid
  and day = :day
