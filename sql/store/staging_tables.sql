-- What: the staging tables that are left, quoted with their schema. The caller holds the run lock,
-- so that they belong to runs that are over.
select format('%I.%I', schemaname, tablename)
from pg_tables
where schemaname = 'pipeline' and tablename ~ '^stage_[0-9a-f]{8}_'
order by tablename
