-- What: a run begins.
insert into pipeline.runs
  (run_id, job, first_day, last_day, state, started_at, host, pid, version)
values
  (:run_id, :job, :first_day, :last_day, 'running', :started_at, :host, :pid, :version)
