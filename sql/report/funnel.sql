-- What: the users of a funnel by step over its latest complete entry days, added up.
-- Grain: one row a step. Parameters: funnel, days, day.
with entry_days as (
  select distinct entry_day
  from metrics.funnel_steps
  where funnel = :funnel
    and is_complete
    and window_end_day <= :day
  order by entry_day desc
  limit :days
)

select
  step,
  max(step_name) as step_name,
  sum(users) as users,
  min(entry_day) as first_day,
  max(entry_day) as last_day
from metrics.funnel_steps
join entry_days using (entry_day)
where funnel = :funnel
group by step
order by step
