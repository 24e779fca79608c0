-- What: subscriptions that the history holds as current.
select count(*)
from metrics.subscription_history
where valid_to is null and superseded_at is null
