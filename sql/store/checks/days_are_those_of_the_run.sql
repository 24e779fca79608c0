-- What: rows that are about none of the run's days; no later run would replace them.
select
  {period_last} as day,
  {first_day}::text || ' to ' || {last_day}::text as expected,
  {key_as_text} as actual
from {staged}
where {is_replaced} is not true
order by 1, 3
limit 1000
