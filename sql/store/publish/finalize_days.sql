-- What: days whose figures stand and whose lookback has passed.
update metrics.days as known
set is_final = run_day.is_final
from run_day
where known.day = run_day.day and known.is_final <> run_day.is_final
