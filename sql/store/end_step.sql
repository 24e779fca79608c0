-- What: a step of a run ended; a step too short to be announced is written here only.
insert into pipeline.run_steps as step
  (run_id, step, started_at, ended_at, state, rows_in, rows_out, message)
values
  (:run_id, :step, :started_at, :ended_at, :state, :rows_in, :rows_out, :message)
on conflict (run_id, step) do update
set
  ended_at = excluded.ended_at,
  state = excluded.state,
  rows_in = excluded.rows_in,
  rows_out = excluded.rows_out,
  message = excluded.message
