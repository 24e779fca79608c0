-- What: the states that no event tells, to be priced. Grain: one row a state.
create temp table other_state on commit drop as
select subscription_id, at, source, user_id, status, plan, currency, amount, "interval", interval_count, quantity, started_at,
  current_period_end, cancel_at_period_end, cancel_requested_at, canceled_at, ended_at, price_id,
  cancellation_reason, trial_start, trial_end, discount_amount, updated_at
from seen_state
union all
select subscription_id, at, source, user_id, status, plan, currency, amount, "interval", interval_count, quantity, started_at,
  current_period_end, cancel_at_period_end, cancel_requested_at, canceled_at, ended_at, price_id,
  cancellation_reason, trial_start, trial_end, discount_amount, updated_at
from past_state
