-- What: the source's accounts, each with the reason why it can't be used, if there is one.
-- Grain: one row an account row
-- Seen as: account_usable
-- Parameters: :now (TIMESTAMP)
with
accounts as (
  select user_id, is_nil_user, signed_up_at, is_internal, segments, row_key, row_error from source_accounts
),

numbered as (
  select
    *,
    row_number() over (partition by user_id order by signed_up_at, row_key) as occurrence
  from accounts
)

select
  user_id,
  signed_up_at,
  cast(signed_up_at as date) as day,
  coalesce(is_internal, false) as is_internal,
  segments,
  row_key,
  case
    when row_error is not null then row_error
    when user_id is null or is_nil_user then 'zero or nil user_id'
    when signed_up_at is null then 'no signed_up_at'
    when signed_up_at > :now then 'signed_up_at in the future'
    when occurrence > 1 then 'user_id occurs twice'
  end as reason
from numbered
