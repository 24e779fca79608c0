-- What: the days that get figures, where the table has none of the run's days yet. A period that
-- ends after the run counts to the run's last day.
insert into touched_day (day)
select distinct least({period_last}, {last_day}) from {staged}
