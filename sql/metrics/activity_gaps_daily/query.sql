-- Active users by the number of days since their previous active day.
-- Grain: one row a business day and gap that at least one user had; 0 is the first active day ever.
-- Parameters: :first_day, :last_day.

with
  user_days as (
    select day, previous_day
    from user_day
    where day between :first_day and :last_day
  )

select
  day,
  coalesce(datediff(day, previous_day), 0) as gap_days,
  count(*) as users
from user_days
group by 1, 2
