-- What: names the changes that were left out. Parameters: run_id.
insert into pipeline.quarantine (run_id, source_table, row_key, reason)
select {run_id}, 'subscription_changes', change_id, reason
from rejected_change
order by change_id
