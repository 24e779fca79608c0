-- What: more than 0 where the run's days may have been published for this table before: it has
-- rows of them, or an earlier run of the metric covered one of them and found nothing.
select
  (select count(*) from (select from {published} where {is_replaced} limit 1) as replaced)
  + (
    select count(*)
    from pipeline.run_definitions as definition
    join pipeline.runs as run on run.run_id = definition.run_id
    where
      definition.metric = {metric}
      and run.state = 'published'
      and run.run_id <> {run_id}
      and run.first_day <= {last_day}
      and run.last_day >= {first_day}
  )
