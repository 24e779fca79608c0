-- What: the runs and definitions behind the rows of a published table that are about a day.
-- Parameters: the day, twice.
select
  r.run_id, r.started_at, r.job, r.version as release, d.version as definition,
  left(d.sha256, 12) as sha256, count(*) as rows
from metrics.{table} as t
join pipeline.runs as r using (run_id)
left join pipeline.run_definitions as d on d.run_id = r.run_id and d.metric = {metric}
where t.{last} >= ? and t.{first} <= ?
group by 1, 2, 3, 4, 5, 6
order by 2
