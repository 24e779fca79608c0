-- What: the run's days with their bounds, and whether the lookback of each has passed.
create temp table run_day on commit drop as
select
  given.day,
  given.starts_at,
  given.ends_at,
  given.is_final,
  given.day in (select touched_day.day from touched_day) as is_touched
from (values {days}) as given (day, starts_at, ends_at, is_final)
