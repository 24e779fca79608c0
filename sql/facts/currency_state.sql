-- What: the currencies in which there was ever cash, or an attempt to take some.
-- Grain: one row a currency seen up to :day, with the first day of its cash, of an attempt, and of
-- an attempt at an invoice
-- Parameters: :day (DATE), the day after whose end this is the state
with
memories as (
  select currency, first_day, first_attempt_day, first_invoice_day from base_currency_state
  union all
  select currency, day as first_day, null as first_attempt_day, null as first_invoice_day
  from user_revenue_day
  where day <= :day
  union all
  select
    currency,
    null as first_day,
    day as first_attempt_day,
    if(origin = 'invoice', day, null) as first_invoice_day
  from payment_attempt
  where day <= :day
)

select
  currency,
  min(first_day) as first_day,
  min(first_attempt_day) as first_attempt_day,
  min(first_invoice_day) as first_invoice_day
from memories
group by currency
