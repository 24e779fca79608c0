-- What: the files that were current for the same facts and days no longer are; nor is any state
-- after a day of the run, which rests on what the run replaces.
update pipeline.fact_versions as known
set is_current = false
where
  known.is_current
  and (
    exists (
      select 1
      from run_fact
      where known.fact = run_fact.fact and known.day = run_fact.day
    )
    or (known.fact like '%\_state' and known.day >= {first_day})
  )
