-- What: what is new or changed is so from the instant of the copy on.
insert into metrics.subscription_history
  (subscription_id, valid_from, recorded_at, user_id, status, plan, currency, amount, "interval",
   interval_count, quantity, started_at, current_period_end, cancel_at_period_end,
   cancel_requested_at, canceled_at, ended_at, price_id, cancellation_reason, trial_start,
   trial_end, discount_amount, updated_at, source)
select
  subscription_id, {taken_at}, {taken_at}, user_id, status, plan, currency, amount, "interval",
  interval_count, quantity, started_at, current_period_end, cancel_at_period_end,
  cancel_requested_at, canceled_at, ended_at, price_id, cancellation_reason, trial_start,
  trial_end, discount_amount, updated_at, 'observed'
from subscription_change
where row_change in ('added', 'changed')
