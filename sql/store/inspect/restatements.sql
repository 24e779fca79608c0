-- What: what changed about a day after it was first published, newest first.
-- Parameters: the day, three times.
select
  s.restated_at,
  (select string_agg(part.key || ' ' || part.value, ', ' order by part.key)
   from jsonb_each_text(s.key) as part) as figures_of,
  s.column_name, s.old_value, s.new_value, s.cause, s.run_id
from pipeline.restatements as s
where s.table_name = {name}
  and (
    s.key ->> {first_name} = cast(cast(? as date) as text)
    or exists (
      select from metrics.{table} as t
      where t.{last} >= ? and t.{first} <= ? and to_jsonb(t) @> s.key
    )
  )
order by s.restated_at desc, s.id
limit 50
