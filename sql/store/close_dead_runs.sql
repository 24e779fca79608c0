-- What: closes the runs that died without a word, with their open steps; returns them.
-- The caller holds the run lock, so that no running run is alive.
with closed as (
  update pipeline.runs
  set state = 'abandoned', ended_at = :ended_at, cause = 'the process died'
  where state = 'running'
  returning *
),

closed_steps as (
  update pipeline.run_steps as step
  set state = 'failed', ended_at = :ended_at, message = 'the process died'
  from closed
  where step.run_id = closed.run_id and step.state = 'running'
)

select * from closed order by started_at
