-- What: publishes staged rows where the table has none of the run's days yet, in key order, which
-- keeps the table's index compact.
insert into {published} ({columns}, run_id, is_final)
select {columns}, {run_id}, {is_final}
from {staged}
order by {key}
