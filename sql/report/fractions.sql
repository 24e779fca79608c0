-- What: what a rate divides by what, for rates that are taken together over several days.
-- Grain: one row a period and currency. Parameters: first_day, day; in the place of parts stands the
-- query of the metric.
select period_end as day, trim(currency) as currency, numerator, denominator
from (
  {parts}
) as fractions
where segment = 'all'
  and period_end between :first_day and :day
order by currency nulls first, period_end
