-- What: the run that published a version of a day. Grain: one row or none.
-- Parameters: day, data_version.
select run_id::text
from pipeline.day_versions
where day = :day and data_version = :data_version
