-- What: states that nobody goes on from any more are no longer current. The latest always is.
update pipeline.fact_versions as old
set is_current = false
where
  old.is_current
  and old.fact like '%\_state'
  and old.day < {state_day}
  and exists (
    select 1
    from pipeline.fact_versions as newer
    where newer.fact = old.fact and newer.day > old.day and newer.day <= {state_day} and newer.is_current
  )
