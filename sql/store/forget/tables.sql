-- What: the pipeline's own tables that hold ids of users. Grain: one row a table.
select format('%I.%I', c.table_schema, c.table_name)
from information_schema.columns as c
join information_schema.tables as t
  on t.table_schema = c.table_schema and t.table_name = c.table_name
where
  c.column_name = 'user_id'
  and c.table_schema in ('metrics', 'pipeline')
  and t.table_type = 'BASE TABLE'
order by 1
