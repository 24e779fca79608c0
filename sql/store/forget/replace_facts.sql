-- What: the files that still hold the user are no longer current; those without him take their
-- place. No state is retired: it is the same but for him.
update pipeline.fact_versions as known
set is_current = false
from run_fact
where known.is_current and known.fact = run_fact.fact and known.day = run_fact.day
