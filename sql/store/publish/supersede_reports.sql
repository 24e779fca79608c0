-- What: an earlier version or day is no longer worth sending to those who were not sent it yet.
update pipeline.deliveries as earlier
set
  state = 'superseded',
  settled_at = {published_at},
  note = 'replaced by ' || days.day || ', version ' || days.data_version
from metrics.days as days
where days.day = {day}
  and earlier.report = {report}
  and earlier.recipient = any(array[{recipients}]::text[])
  and earlier.kind in ('report', 'delay')
  and earlier.state in ('pending', 'held')
  and (earlier.day, earlier.data_version) < (days.day, days.data_version)
