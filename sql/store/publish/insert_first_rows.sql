-- What: publishes staged rows where the table has none of the run's days yet.
insert into {published} ({columns}, run_id, is_final)
select {columns}, {run_id}, {is_final}
from {staged}
