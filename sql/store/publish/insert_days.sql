-- What: days that are published for the first time, with or without figures.
insert into metrics.days
  (day, zone, starts_at, ends_at, published_at, data_version, run_id, is_final)
select day, {zone}, starts_at, ends_at, {published_at}, 1, {run_id}, is_final
from run_day
order by day
on conflict (day) do nothing
