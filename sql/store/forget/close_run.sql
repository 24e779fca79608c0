-- What: the user is forgotten.
update pipeline.runs
set
  state = 'published',
  ended_at = {published_at},
  exit_code = 0,
  cause = 'A user was forgotten; no figure was computed.',
  rows_read = 0,
  rows_published = 0
where run_id = {run_id}
