-- What: the columns of every table in schema metrics, with type, comment and place in the primary
-- key (from 1; NULL outside it). Grain: one row a table and column.
select
  class.relname as table_name,
  attribute.attname as column_name,
  format_type(attribute.atttypid, attribute.atttypmod) as type,
  coalesce(col_description(class.oid, attribute.attnum), '') as comment,
  array_position(key.conkey, attribute.attnum) as key_position
from pg_class as class
join pg_attribute as attribute
  on attribute.attrelid = class.oid and attribute.attnum > 0 and not attribute.attisdropped
left join pg_constraint as key on key.conrelid = class.oid and key.contype = 'p'
where class.relnamespace = 'metrics'::regnamespace and class.relkind in ('r', 'p')
order by table_name, attribute.attnum
