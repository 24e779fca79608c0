-- What: remembers internal accounts that have a subscription. Parameters: now, internal_ids (text array).
insert into pipeline.internal_users (user_id, seen_at)
select distinct account.user_id, {now}::timestamptz
from incoming_account as account
where
  (account.is_internal or account.user_id = any ({internal_ids}))
  and (
    account.user_id in (select user_id from pipeline.subscription_observations)
    or account.user_id in (select user_id from pipeline.subscription_changes)
  )
on conflict (user_id) do nothing
