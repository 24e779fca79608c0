-- What: accounts that are internal no longer. Parameters: internal_ids (text array).
delete from pipeline.internal_users as internal
using incoming_account as account
where
  account.user_id = internal.user_id
  and not coalesce(account.is_internal, false)
  and account.user_id <> all ({internal_ids})
