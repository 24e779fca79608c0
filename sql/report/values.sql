-- What: the history of the metrics of a report through a day, over all users and over the parts asked
-- for. A period that is still open is there only when the day is the newest one published: its count
-- so far holds every published day, so on an older page it would tell the future.
-- Grain: one row a metric, grain, period, part and currency.
-- Parameters: metrics, segments, first_day, day.
select
  metric, grain, day, period_start, segment, segment_value, trim(currency) as currency, value,
  is_complete, is_final
from metrics.metric_values
where metric = any(:metrics)
  and (segment = 'all' or segment = any(:segments))
  and day >= :first_day
  and (
    day <= :day
    or (not is_complete and period_start <= :day and :day = (select max(day) from metrics.days))
  )
order by metric, grain, segment, segment_value, currency nulls first, period_start
