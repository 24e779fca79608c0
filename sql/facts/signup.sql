-- What: who signed up on which day, without staff and test accounts.
-- Grain: one row an account
-- Parameters: :first_day, :read_to (DATE): the days that are read from the source again
select user_id, signed_up_at, day
from account_usable
where not is_internal and day between :first_day and :read_to
union all
select user_id, signed_up_at, day from standing_signup
