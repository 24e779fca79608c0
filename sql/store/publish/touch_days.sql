-- What: the days of which a figure changed. A period that ends after the run counts to the run's
-- last day.
insert into touched_day (day)
select distinct {touched_day}
from difference
where row_change <> 'finality'
