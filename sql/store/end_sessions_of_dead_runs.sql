-- What: ends the sessions that dead runs left on the server, in case a long statement keeps one
-- alive after its client was killed. They are known by the run's id in their application name.
-- The caller holds the run lock, so that no live run is meant.
select pg_terminate_backend(activity.pid)
from pg_stat_activity as activity
join pipeline.runs as run on activity.application_name like '%' || run.run_id::text || '%'
where
  run.state = 'running'
  and activity.datname = current_database()
  and activity.pid <> pg_backend_pid()
