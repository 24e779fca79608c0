-- What: the figures that a run restates. Grain: one row a cell, the first 1,000 by table and key.
select table_name, key::text as key, column_name, old_value, new_value, cause
from pipeline.restatements
where run_id = {run_id}
order by table_name, key, column_name
limit 1000
