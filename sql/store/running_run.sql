-- What: what the run in progress is about.
select format('computing %s to %s (run %s)', first_day, last_day, run_id)
from pipeline.runs
where state = 'running'
order by started_at desc
limit 1
