-- What: what the headline figures of a metric are on a day, or in the week or month that holds it,
-- for everybody, and what each rate divides by what. Of figures that look at many days (a cohort and
-- what became of it) it is the one whose last day, week or month it is.
-- Grain: one row a figure and currency. Parameters: the figures' names, the day three times.
with parts as (
  {parts}
)

select distinct on (asked.position, v.currency)
  v.metric, v.value, p.numerator, p.denominator, v.currency, v.unit, v.grain, v.period_start,
  v.day as period_end, v.is_complete, v.is_final
from metrics.metric_values as v
join unnest(cast(? as text[])) with ordinality as asked (metric, position) using (metric)
left join parts as p
  on p.metric = v.metric
  and p.period_end = v.day
  and p.segment = v.segment
  and p.currency is not distinct from v.currency
where v.segment = 'all'
  and v.period_start <= ?
  and v.day >= ?
  and v.day < cast(cast(? as date) + cast('1 ' || v.grain as interval) as date)
order by asked.position, v.currency, v.day
