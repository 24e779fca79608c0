-- What: definitions that nothing was published under before.
insert into pipeline.definitions (metric, version, sha256, valid_from_run)
select metric, version, sha256, {run_id}
from (values {definitions}) as given (metric, version, sha256)
on conflict (metric, version) do nothing
