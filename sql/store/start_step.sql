-- What: a step of a run begins; tried again, it starts afresh.
insert into pipeline.run_steps as step (run_id, step, started_at, state)
values (:run_id, :step, :started_at, 'running')
on conflict (run_id, step) do update
set
  started_at = excluded.started_at,
  ended_at = null,
  state = excluded.state,
  rows_in = null,
  rows_out = null,
  message = null
