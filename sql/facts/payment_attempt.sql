-- What: attempts to take money, by the day on which they ended, and those still pending, by the day
-- on which they were created. What was canceled, or was about nothing, is no attempt.
-- Grain: one row an attempt
-- Parameters: none
select user_id, attempt_id, invoice_id, origin, status, amount, currency, counted_at, day
from attempt
where
  reason is null
  and not is_internal
  and amount > 0
  and status in ('succeeded', 'failed', 'pending')
union all
select user_id, attempt_id, invoice_id, origin, status, amount, currency, counted_at, day
from standing_payment_attempt
