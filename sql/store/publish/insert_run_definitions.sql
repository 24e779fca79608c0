-- What: what the run published under.
insert into pipeline.run_definitions (run_id, metric, version, sha256)
select {run_id}, metric, version, sha256
from (values {definitions}) as given (metric, version, sha256)
