-- What: the report of a day waits to be mailed, once a recipient and version of the day; a version
-- that was queued before stays as it is.
insert into pipeline.deliveries
  (report, day, data_version, channel, kind, recipient, state, queued_at, not_before)
select
  {report}, days.day, days.data_version, 'mail', 'report', recipient, 'pending',
  {published_at}, {published_at}
from metrics.days as days
cross join unnest(array[{recipients}]::text[]) as recipient
where days.day = {day}
on conflict do nothing
