-- What: the first message about each of the last days that reports were sent of.
-- Grain: one row a day, newest first. Parameters: report, day (the first that does not count), days.
select distinct on (day) *
from pipeline.deliveries
where report = :report and kind = 'report' and state = 'sent' and day < :day and day >= :day::date - :days
order by day desc, data_version, recipient
