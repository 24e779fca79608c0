-- What: what the headline figures of a metric are in the period that holds a day, for everybody.
-- Grain: one row a figure and currency. Parameters: the figures' names, the day twice.
select
  v.metric, v.value, v.currency, v.unit, v.grain, v.period_start, v.day as period_end,
  v.is_complete, v.is_final
from metrics.metric_values as v
join unnest(cast(? as text[])) with ordinality as asked (metric, position) using (metric)
where v.segment = 'all' and v.period_start <= ? and v.day >= ?
order by asked.position, v.currency
