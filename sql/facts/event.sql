-- What: the source's named events, each with the reason why it can't be used, if there is one.
-- Events of visitors without an account are left out: funnels are of users.
-- Grain: one row an event row
-- Parameters: :now (TIMESTAMP), :has_accounts
with
events as (
  select * from source_events where user_id is not null or row_error is not null
)

select
  e.user_id,
  e.occurred_at,
  cast(e.occurred_at as date) as day,
  e.event_name,
  nullif(e.funnel, '') as funnel,
  nullif(e.step, '') as step,
  e.event_id,
  coalesce(a.is_internal, false) as is_internal,
  e.row_key,
  case
    when e.row_error is not null then e.row_error
    when nullif(e.event_id, '') is null then 'no event_id'
    when e.is_nil_user then 'zero or nil user_id'
    when e.occurred_at is null then 'no occurred_at'
    when e.occurred_at > :now then 'occurred_at in the future'
    when :has_accounts and a.user_id is null then 'unknown user_id'
  end as reason
from events as e
left join account_usable as a on e.user_id = a.user_id
