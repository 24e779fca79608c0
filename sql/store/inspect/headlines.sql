-- What: what the headline figures of a metric are in the period that holds a day, for everybody,
-- and what each rate divides by what.
-- Grain: one row a figure and currency. Parameters: the figures' names, the day twice.
with parts as (
  {parts}
)

select
  v.metric, v.value, p.numerator, p.denominator, v.currency, v.unit, v.grain, v.period_start,
  v.day as period_end, v.is_complete, v.is_final
from metrics.metric_values as v
join unnest(cast(? as text[])) with ordinality as asked (metric, position) using (metric)
left join parts as p
  on p.metric = v.metric
  and p.period_end = v.day
  and p.segment = v.segment
  and p.currency is not distinct from v.currency
where v.segment = 'all' and v.period_start <= ? and v.day >= ?
order by asked.position, v.currency
