-- Named events, for funnels; user_id is null for a visitor without an account.
select
    e.id as event_id,
    e.user_id,
    e.created_at as occurred_at,
    e.event_name,
    nullif(e.funnel_name, '') as funnel,
    nullif(e.funnel_step, '') as step,
    nullif(e.session_id, '') as session_id
from event_tracking e
