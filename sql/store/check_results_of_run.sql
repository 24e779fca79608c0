-- What: the check results of a run, failures first.
select *
from pipeline.check_results
where run_id = :run_id
order by passed, severity, check_name, day
