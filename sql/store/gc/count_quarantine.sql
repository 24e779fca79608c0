-- What: rows that were set aside by runs of long ago.
select count(*)
from pipeline.quarantine
join pipeline.runs using (run_id)
where started_at < {before}
