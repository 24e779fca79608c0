-- What: writes down every cell that had been published and changed. Not written down: rows that
-- were still open (is_complete false), and rows that nobody had published before, which are rows
-- of days that no earlier run of the metric covers. A row that no earlier run has published under
-- this definition changed because of it, whenever somebody asks for it.
insert into pipeline.restatements
  (table_name, key, column_name, old_value, new_value, cause, run_id, restated_at)
select
  {table_name},
  jsonb_build_object({key_as_json}),
  cell.column_name,
  cell.old_value,
  cell.new_value,
  case when {is_redefined} then 'definition_change' else {cause} end,
  {run_id},
  {published_at}
from difference
cross join lateral (values {cells}) as cell (column_name, old_value, new_value, differs)
where
  cell.differs
  and case difference.row_change
    when 'changed' then {was_complete}
    when 'vanished' then {was_complete}
    when 'added'
      then
        {is_complete_now}
        and {difference_period_last} in (
          select day::date
          from pipeline.run_definitions as definition
          join pipeline.runs as run on run.run_id = definition.run_id
          cross join generate_series(
            greatest(run.first_day, {first_day}), least(run.last_day, {last_day}), interval '1 day'
          ) as day
          where
            definition.metric = {metric}
            and run.state = 'published'
            and run.run_id <> {run_id}
        )
    else false
  end
