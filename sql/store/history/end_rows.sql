-- What: states that went on and now have an end.
update metrics.subscription_history as history
set valid_to = difference.valid_to
from difference
where
  difference.kind = 'ended'
  and history.subscription_id = difference.subscription_id
  and history.valid_from = difference.valid_from
  and history.recorded_at = difference.recorded_at
