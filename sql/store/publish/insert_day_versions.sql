-- What: writes down which run gave each day its new version; returns the days.
insert into pipeline.day_versions (day, data_version, run_id, published_at)
select day, data_version, run_id, published_at
from metrics.days
where run_id = {run_id}
returning day::text
