-- What: what each metric meant when each day was last published
-- Grain: one row a metric and published day
-- Parameters: :first, :last (date)
select distinct on (rd.metric, d.day) rd.metric, d.day, rd.sha256
from metrics.days as d
join pipeline.runs as r
  on r.state = 'published' and d.day between r.first_day and r.last_day
join pipeline.run_definitions as rd on rd.run_id = r.run_id
where d.day between :first and :last
order by rd.metric, d.day, r.started_at desc
