-- What: days between the first and the last published day, and days of the run, that have no row
-- for everybody. Grain: one row a day.
select known.day, '1 row' as expected, 'no row' as actual
from (
  select generate_series(
    least((select min(day) from {view} where segment = 'all'), {first_day}),
    greatest((select max(day) from {view} where segment = 'all'), {last_day}),
    interval '1 day'
  )::date as day
) as known
where not exists (
  select from {view} as present where present.segment = 'all' and present.day = known.day
)
order by known.day
limit 1000
