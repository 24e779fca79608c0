-- What: the rows of a published table that are about the days of a range, oldest first.
-- Parameters: the first and the last day.
select *
from metrics.{table}
where {last} >= ? and {first} <= ?
order by {key}
