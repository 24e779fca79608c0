-- What: the folders of which every version may go. A version may go when it is not current and so
-- many later ones of its fact and day are not either, or when it is a state that is too old.
with
  ranked as (
    select
      path,
      fact,
      day,
      is_current,
      row_number() over (
        partition by fact, day, is_current order by started_at desc, run_id
      ) as place
    from pipeline.fact_versions
    join pipeline.runs using (run_id)
  )

select path
from ranked
group by path
having
  bool_and(
    not is_current
    and (place > {superseded_runs} or (fact like '%\_state' and day < {state_day}))
  )
order by path
