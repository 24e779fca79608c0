-- What: days that were published before and have another figure now get their next version.
update metrics.days as known
set
  data_version = known.data_version + 1,
  published_at = {published_at},
  run_id = {run_id},
  is_final = run_day.is_final
from run_day
where known.day = run_day.day and run_day.is_touched
