-- What: an earlier version or day that nobody was sent yet is no longer worth sending.
update pipeline.deliveries as earlier
set
  state = 'superseded',
  settled_at = {published_at},
  note = 'replaced by ' || days.day || ', version ' || days.data_version
from metrics.days as days
where days.day = {day}
  and earlier.report = {report}
  and earlier.kind in ('report', 'delay')
  and earlier.state in ('pending', 'held')
  and (earlier.day, earlier.data_version) < (days.day, days.data_version)
