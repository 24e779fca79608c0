-- What: publishes rows with a new key.
insert into {published} ({columns}, run_id, is_final)
select {new_columns}, {run_id}, difference.is_final
from difference
where difference.row_change = 'added'
