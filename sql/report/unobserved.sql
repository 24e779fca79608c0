-- What: the days whose subscriptions were replayed from events or invoices, or assumed, rather than
-- observed. Grain: one row a day. Parameters: first_day, day.
select distinct day
from metrics.subscriptions_daily
where plan = 'all'
  and history_quality <> 'observed'
  and day between :first_day and :day
order by day
