-- What: each subscription by maximal runs of business days with the same state at the end of the day.
-- Grain: one row a subscription and run. Nothing is told of days after last_day: what goes on then has no last day.
-- The rule of what is in force is that function's, made by the migrations; unpriced.sql names what it leaves out.
-- Parameters: zone; window_start, last_day (days); known_at: as it was known then, infinity for now; confirmed: what a
-- state is called on a day that no copy followed although copies before and after show it; id_type: of the user ids.
select
  user_id::{id_type} as user_id, subscription_id, first_day, last_day, status, plan, currency, mrr, trial_mrr,
  is_in_force, is_trialing, is_past_due, cancels_at_period_end, cancel_requested_day, end_reason, trial_start,
  trial_end, first_trial_start, source
from pipeline.subscription_spans({window_start}, {last_day}, {zone}, {known_at}, {confirmed})
