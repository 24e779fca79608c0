-- What: the highest version of each metric's definition.
select distinct on (metric) metric, version, sha256
from pipeline.definitions
order by metric, version desc
