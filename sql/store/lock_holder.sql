-- What: the session that holds the run lock: job, process, host, since when.
-- Parameters: {key}, the lock's key.
select
  replace(activity.application_name, 'metrics lock: ', '')
  || coalesce(to_char(activity.backend_start at time zone 'UTC', '", since "YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')
from pg_locks as held
join pg_stat_activity as activity on activity.pid = held.pid
where
  held.locktype = 'advisory'
  and held.granted
  and held.objsubid = 1
  and held.database = (select oid from pg_database where datname = current_database())
  and held.classid::bigint = {key} >> 32
  and held.objid::bigint = {key} & 4294967295
limit 1
