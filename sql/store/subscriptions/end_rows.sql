-- What: what changed or vanished was seen until this copy.
update pipeline.subscription_observations as observation
set seen_until = {taken_at}
from subscription_change as change
where
  change.row_change in ('changed', 'vanished')
  and observation.subscription_id = change.subscription_id
  and observation.seen_until is null
