-- What: subscriptions that the last copy showed.
select count(*)
from pipeline.subscription_observations
where seen_until is null
