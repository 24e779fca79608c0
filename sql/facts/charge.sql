-- What: who paid when: successful charges above 0, for conversions.
-- Grain: one row a charge
-- Parameters: none
select user_id, occurred_at as charged_at, is_subscription, day
from payment
where
  reason is null
  and not is_internal
  and kind = 'charge'
  and status = 'succeeded'
  and amount > 0
union all
select user_id, charged_at, is_subscription, day
from standing_charge
