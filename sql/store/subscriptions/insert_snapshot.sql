-- What: writes down that the copy was taken, and what it found.
insert into pipeline.subscription_snapshots (taken_at, day, rows, added, changed, vanished)
select
  {taken_at},
  {day},
  {rows},
  count(*) filter (where row_change = 'added'),
  count(*) filter (where row_change = 'changed'),
  count(*) filter (where row_change = 'vanished')
from subscription_change
