-- What: the files that were current for the same facts and days no longer are.
update pipeline.fact_versions as known
set is_current = false
from run_fact
where known.fact = run_fact.fact and known.day = run_fact.day and known.is_current
