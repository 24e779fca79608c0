-- What: the currencies in which there was ever cash.
-- Grain: one row a currency seen up to :day
-- Parameters: :day (DATE), the day after whose end this is the state
with
memories as (
  select currency, first_day from base_currency_state
  union all
  select currency, day as first_day from user_revenue_day where day <= :day
)

select currency, min(first_day) as first_day
from memories
group by currency
