-- What: whether a row of the table of differences stands under another definition than the run's:
-- no run has published its period under this one yet. A condition inside restate.sql.
not exists (
  select
  from pipeline.run_definitions as definition
  join pipeline.runs as run on run.run_id = definition.run_id
  where
    definition.metric = {metric}
    and definition.sha256 = {hash}
    and run.state = 'published'
    and run.first_day <= {difference_period_last}
    and run.last_day >= {difference_period_first}
)
