-- What: the parts of a metric on a day and on the same weekday of the week before.
-- Grain: one row a part. Parameters: metric, day, currency.
select segment, segment_value, now_value, before_value
from (
  select
    segment,
    segment_value,
    max(value) filter (where day = :day) as now_value,
    max(value) filter (where day = :day::date - 7) as before_value
  from metrics.metric_values
  where metric = :metric
    and grain = 'day'
    and segment <> 'all'
    and day in (:day, :day::date - 7)
    and (currency is null or trim(currency) = :currency)
  group by segment, segment_value
) as parts
where now_value is not null
  and before_value is not null
order by segment, segment_value
