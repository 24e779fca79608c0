-- What: one headline figure over the days of a range.
-- Parameters: the first and the last day, the figure's name.
select *
from metrics.metric_values
where day >= ? and period_start <= ? and metric = ?
order by grain, day, segment, segment_value, currency
