-- What: the published day that a report is about. Grain: one row, or none when it is not published.
-- Parameters: day.
select day, zone, starts_at, ends_at, published_at, data_version, is_final
from metrics.days
where day = :day
