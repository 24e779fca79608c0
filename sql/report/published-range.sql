-- What: the first and the last published day. Grain: one row, of NULLs when nothing is published.
select min(day) as first_day, max(day) as last_day
from metrics.days
