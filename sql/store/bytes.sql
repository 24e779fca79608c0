-- What: the space that the pipeline's schemas take, indexes included
-- Grain: one number, bytes
-- Parameters: none
select coalesce(sum(pg_total_relation_size(c.oid)), 0)
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where n.nspname in ('metrics', 'pipeline') and c.relkind in ('r', 'p', 'm')
