-- What: metrics whose definition changed under a version that was published already.
select given.metric
from (values {definitions}) as given (metric, version, sha256)
join pipeline.definitions as known using (metric, version)
where known.sha256 <> given.sha256
order by given.metric
