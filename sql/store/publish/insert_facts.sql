-- What: the run's files become current.
insert into pipeline.fact_versions (fact, day, run_id, path, rows, sha256, is_current)
select fact, day, run_id, path, rows, sha256, true
from run_fact
