-- What: rows that were set aside by runs of long ago are forgotten.
delete from pipeline.quarantine
using pipeline.runs
where runs.run_id = quarantine.run_id and started_at < {before}
