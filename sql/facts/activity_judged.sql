-- What: the user-days of the source with a verdict each: usable, anonymous, internal, or bad with the
-- reason.
-- Grain: one row a row of activity_days
-- Parameters: :has_accounts
with
days as (
  select
    d.user_id,
    d.day,
    d.row_key,
    d.events,
    a.is_internal,
    case
      when d.reason is not null then d.reason
      when d.user_id is not null and :has_accounts and a.user_id is null then 'unknown user_id'
    end as reason
  from activity_days as d
  left join account_usable as a on d.user_id = a.user_id
)

select
  user_id,
  day,
  row_key,
  events,
  reason,
  case
    when reason is not null then 'bad'
    when user_id is null then 'anonymous'
    when coalesce(is_internal, false) then 'internal'
    else 'usable'
  end as verdict
from days
