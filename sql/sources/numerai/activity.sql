-- What people did, one row a log entry of either log; user_id is null for a visitor without an account.
-- The columns of both halves have the same types, so that the server can use each log's own index on created_at.
select
    l.user_id,
    l.created_at as occurred_at,
    nullif(l.feature_name, '')::text as feature,
    nullif(l.activity_type, '')::text as kind
from user_activity_log l
union all
select
    e.user_id,
    e.created_at as occurred_at,
    null::text as feature,
    nullif(e.event_name, '')::text as kind
from event_tracking e
