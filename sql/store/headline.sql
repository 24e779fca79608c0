-- What: one headline figure of a metric, as a branch of the view metric_values.
select
  {metric}::text as metric,
  {grain}::text as grain,
  {period_last}::date as day,
  {period_first}::date as period_start,
  {segment}::text as segment,
  {segment_value}::text as segment_value,
  {currency}::char(3) as currency,
  ({value})::numeric as value,
  {unit}::text as unit,
  {is_complete} as is_complete,
  is_final
from {published}
where {where}
