-- What: the rows of a published table that are about a day.
-- Parameters: the day, twice.
select {columns}, is_final
from metrics.{table}
where {last} >= ? and {first} <= ?
order by {key}
limit 50
