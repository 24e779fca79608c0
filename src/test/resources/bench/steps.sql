-- How long each step of the last run took.
select
  rpad(step, 34) as step,
  lpad(round(extract(epoch from ended_at - started_at), 1)::text, 7) as seconds
from pipeline.run_steps
where run_id = (select run_id from pipeline.runs order by started_at desc limit 1)
order by ended_at - started_at desc, step
