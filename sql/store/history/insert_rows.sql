-- What: states that are new, or better known. Parameters: recorded_at.
insert into metrics.subscription_history
  (subscription_id, valid_from, valid_to, recorded_at, user_id, status, plan, currency, amount, "interval", interval_count, quantity, started_at,
   current_period_end, cancel_at_period_end, cancel_requested_at, canceled_at, ended_at, price_id,
   cancellation_reason, trial_start, trial_end, discount_amount, updated_at, mrr, source, unpriced_reason)
select
  wanted.subscription_id, wanted.valid_from, wanted.valid_to, {recorded_at},
  wanted.user_id, wanted.status, wanted.plan, wanted.currency, wanted.amount, wanted."interval",
  wanted.interval_count, wanted.quantity, wanted.started_at, wanted.current_period_end,
  wanted.cancel_at_period_end, wanted.cancel_requested_at, wanted.canceled_at, wanted.ended_at,
  wanted.price_id, wanted.cancellation_reason, wanted.trial_start, wanted.trial_end, wanted.discount_amount,
  wanted.updated_at, wanted.mrr, wanted.source, wanted.unpriced_reason
from wanted
join difference
  on difference.subscription_id = wanted.subscription_id and difference.valid_from = wanted.valid_from
where difference.kind in ('added', 'replaced')
