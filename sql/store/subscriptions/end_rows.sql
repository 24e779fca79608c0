-- What: what changed or vanished was so until the instant of the copy.
update metrics.subscription_history as history
set valid_to = {taken_at}
from subscription_change as change
where
  change.row_change in ('changed', 'vanished')
  and history.subscription_id = change.subscription_id
  and history.valid_to is null
  and history.superseded_at is null
