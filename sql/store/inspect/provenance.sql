-- What: the runs and definitions behind the rows of a published table that are about a day.
-- Parameters: the day, twice.
select
  r.run_id, r.started_at, r.ended_at, r.first_day, r.last_day, r.job, r.version as release,
  r.source_snapshot, d.version as definition, d.sha256, count(*) as rows
from metrics.{table} as t
join pipeline.runs as r using (run_id)
left join pipeline.run_definitions as d on d.run_id = r.run_id and d.metric = {metric}
where t.{last} >= ? and t.{first} <= ?
group by r.run_id, d.version, d.sha256
order by r.started_at
