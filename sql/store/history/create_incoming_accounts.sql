-- What: the source's accounts as they come, in the canonical order of their columns.
create temp table incoming_account (
  user_id      text,
  signed_up_at timestamptz,
  is_internal  boolean
) on commit drop
