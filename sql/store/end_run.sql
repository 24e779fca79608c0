-- What: a run ended without publishing, or gets its exit code after it published.
-- A published run keeps its state: what is published is published, whatever failed afterwards.
update pipeline.runs
set
  state = case when state = 'published' then state else :state end,
  exit_code = :exit_code,
  cause = :cause,
  ended_at = :ended_at
where run_id = :run_id and state in ('running', 'published')
