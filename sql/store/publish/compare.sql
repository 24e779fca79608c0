-- What: compares published and staged rows of the run's days by key. Grain: one row a key that is
-- new ('added'), gone ('vanished'), has other figures ('changed'), or became final or not
-- ('finality'); with the old and new value of every column that is not in the key.
create temp table difference on commit drop as
select
  case
    when old.run_id is null then 'added'
    when new.in_staging is null then 'vanished'
    when {differs} then 'changed'
    else 'finality'
  end as row_change,
  {key},
  new.is_final
  {pairs}
from (select * from {published} where {is_replaced}) as old
full join (select *, {is_final} as is_final, true as in_staging from {staged}) as new
  using ({key})
where
  old.run_id is null
  or new.in_staging is null
  or {differs}
  or old.is_final is distinct from new.is_final
