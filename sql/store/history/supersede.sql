-- What: rows that are believed no longer. Parameters: recorded_at.
update metrics.subscription_history as history
set superseded_at = {recorded_at}
from difference
where
  difference.kind in ('dropped', 'replaced')
  and history.subscription_id = difference.subscription_id
  and history.valid_from = difference.valid_from
  and history.recorded_at = difference.recorded_at
