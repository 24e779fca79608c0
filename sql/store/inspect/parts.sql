-- What: what a headline figure divides by what, as a branch of the relation parts of headlines.sql.
-- Grain: one row a row of the metric's table. The expressions may look at rows of other days.
select
  {metric}::text as metric,
  {period_last}::date as period_end,
  {segment}::text as segment,
  {currency}::char(3) as currency,
  ({numerator})::numeric as numerator,
  ({denominator})::numeric as denominator
from {published}
where {where}
