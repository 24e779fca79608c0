-- What: a relation in the pipeline's schemas, which must be empty before the first migration.
select format('%I.%I', namespace.nspname, class.relname)
from pg_class as class
join pg_namespace as namespace on namespace.oid = class.relnamespace
where namespace.nspname in ('metrics', 'pipeline')
order by 1
limit 1
