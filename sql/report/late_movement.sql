-- What: by how much late rows usually change a published figure: the median over the last 28 of its
-- days that were restated, each with its largest change. Grain: one row a table and column.
-- Parameters: day.
with changes as (
  select
    table_name,
    column_name,
    (key ->> 'day')::date as day,
    max(abs(new_value::numeric - old_value::numeric) / nullif(abs(old_value::numeric), 0)) as share
  from pipeline.restatements
  where cause = 'late_data'
    and key ->> 'day' is not null
    and coalesce(key ->> 'segment', 'all') = 'all'
    and coalesce(key ->> 'plan', 'all') = 'all'
    and old_value ~ '^-?[0-9.]+$'
    and new_value ~ '^-?[0-9.]+$'
    and (key ->> 'day')::date <= :day
  group by table_name, column_name, (key ->> 'day')::date
),

ranked as (
  select
    changes.*,
    row_number() over (partition by table_name, column_name order by day desc) as place
  from changes
  where share is not null
)

select
  table_name,
  column_name,
  percentile_cont(0.5) within group (order by share)::numeric as share
from ranked
where place <= 28
group by table_name, column_name
