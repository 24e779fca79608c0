-- What: the migrations that were applied, with their checksums.
select version::integer as version, checksum, success
from pipeline.flyway_schema_history
where version is not null
order by installed_rank
