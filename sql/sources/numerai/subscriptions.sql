-- The current state of every subscription, one row a user for ever.
-- There is no price in the application: amount and currency follow from the plan, through the price book.
select
    s.id as subscription_id,
    s.user_id,
    s.status,
    s.plan,
    coalesce(s.trial_start, s.created_at) as started_at,
    s.current_period_end,
    s.cancel_at_period_end,
    s.canceled_at,
    s.trial_start,
    s.trial_end,
    s.updated_at
from subscriptions s
