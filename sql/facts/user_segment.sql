-- What: what each user was on which days, as far back as the changes in view reach. The first value
-- that was ever found is taken to have been so always. The segment plan is what his subscriptions
-- were at the end of each day: that in force or in trial, of several the one worth most, else free.
-- Grain: one row a user, segment and spell of days; NULL days: without beginning, without end. The
-- spells of a user and segment cover all days.
-- Parameters: none
with
plans as (
  select
    user_id,
    coalesce(plan, 'unknown') as plan,
    struct(mrr + trial_mrr, subscription_id) as worth,
    first_day,
    coalesce(date_add(last_day, 1), date'9999-12-31') as next_day
  from subscription_span
  where is_in_force or is_trialing
),

edges as (
  select user_id, first_day as day from plans
  union
  select user_id, next_day as day from plans
),

between_edges as (
  select
    user_id,
    day as first_day,
    lead(day) over (partition by user_id order by day) as next_day
  from edges
),

plan_spells as (
  select
    b.user_id,
    coalesce(max_by(p.plan, p.worth), 'free') as plan,
    b.first_day,
    b.next_day
  from between_edges as b
  left join plans as p
    on p.user_id = b.user_id and p.first_day <= b.first_day and p.next_day > b.first_day
  where b.first_day < date'9999-12-31'
  group by b.user_id, b.first_day, b.next_day
),

changes as (
  select
    user_id,
    segment,
    value,
    previous_value,
    day,
    lead(day) over (partition by user_id, segment order by day) as next_day,
    row_number() over (partition by user_id, segment order by day) as nth
  from segment_change
)

select
  user_id,
  segment,
  value as segment_value,
  cast(null as date) as first_day,
  cast(null as date) as last_day
from segment_state as s
where not exists (
  select 1 from changes as c where c.user_id = s.user_id and c.segment = s.segment
)
union all
select user_id, segment, coalesce(previous_value, value), null, date_sub(day, 1)
from changes
where nth = 1
union all
select user_id, segment, value, day, date_sub(next_day, 1)
from changes
union all
select user_id, 'plan' as segment, plan, first_day, date_sub(next_day, 1)
from plan_spells
union all
select user_id, 'plan' as segment, 'free' as segment_value, null, date_sub(min(first_day), 1)
from plan_spells
group by user_id
