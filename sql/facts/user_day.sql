-- What: who was active on which day, when he had been active before, and which cohorts he belongs
-- to. Staff and test accounts are out; days that are not read from the source again come from the
-- facts that stand.
-- Grain: one row a user and day with at least one row of activity
-- Parameters: :has_accounts
with
read_again as (
  select d.user_id, d.day, sum(d.events) as events
  from activity_days as d
  left join account_usable as a on d.user_id = a.user_id
  where
    d.reason is null
    and d.user_id is not null
    and (not :has_accounts or (a.user_id is not null and not a.is_internal))
  group by d.user_id, d.day
),

every_day as (
  select user_id, day, events from read_again
  union all
  select user_id, day, events from standing_user_day
),

-- Who is in the state has signed up before the range; the source's word on him is old news.
signups as (
  select user_id, min(day) as day from signup group by user_id
)

select
  e.user_id,
  e.events,
  coalesce(
    lag(e.day) over (partition by e.user_id order by e.day),
    s.last_day
  ) as previous_day,
  coalesce(s.first_day, min(e.day) over (partition by e.user_id)) as first_day,
  coalesce(s.signup_day, u.day) as signup_day,
  e.day
from every_day as e
left join base_user_state as s on e.user_id = s.user_id
left join signups as u on e.user_id = u.user_id
