-- What: the run is published, in the same transaction as its figures: whoever finds this row so
-- knows that all of it is there.
update pipeline.runs
set
  state = 'published',
  ended_at = {published_at},
  exit_code = 0,
  rows_read = {rows_read},
  rows_published = {rows_published}
where run_id = {run_id}
