-- What: subscriptions of which something was seen or read since the last merge; or all, where is_full.
create temp table touched on commit drop as
select subscription_id from touched_by_change
union
select subscription_id
from pipeline.subscription_observations
where {is_full} or seen_from >= {since} or seen_until >= {since}
union
select subscription_id
from pipeline.subscription_changes
where {is_full}
