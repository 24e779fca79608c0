-- What: the source's attempts to take money, each with the reason why it can't be used, if there is
-- one. Where the source has no relation of attempts, they are the charges of its payments; of those
-- for a subscription only such as name their invoice, as of others only successes would be known.
-- An attempt counts when it ended, one that is pending when it was created.
-- Grain: one row an attempt
-- Parameters: :now (TIMESTAMP), :has_accounts, :has_payment_attempts
with
numbered as (
  select
    *,
    coalesce(ended_at, created_at) as counted_at,
    row_number() over (partition by attempt_id order by created_at, row_key) as occurrence
  from source_payment_attempts
)

select
  n.user_id,
  n.attempt_id,
  n.invoice_id,
  n.origin,
  n.status,
  cast(n.amount as decimal(38, 6)) as amount,
  upper(n.currency) as currency,
  n.counted_at,
  cast(n.counted_at as date) as day,
  coalesce(a.is_internal, false) as is_internal,
  n.row_key,
  case
    when n.row_error is not null then n.row_error
    when n.user_id is null or n.is_nil_user then 'zero or nil user_id'
    when n.counted_at is null then 'no created_at'
    when n.created_at > :now then 'created_at in the future'
    when n.ended_at > :now then 'ended_at in the future'
    when n.ended_at < n.created_at then 'ended_at before created_at'
    when n.status is null or n.status not in ('succeeded', 'failed', 'pending', 'canceled')
      then 'unknown status'
    when n.origin is null or n.origin not in ('payment', 'invoice') then 'unknown origin'
    when n.amount is null then 'no amount'
    when n.amount < 0 then 'negative amount'
    when n.currency is null or not n.currency rlike '^[A-Za-z]{3}$' then 'unknown currency'
    when n.occurrence > 1 then 'attempt_id occurs twice'
    when :has_accounts and a.user_id is null then 'unknown user_id'
  end as reason
from numbered as n
left join account_usable as a on n.user_id = a.user_id
union all
select
  user_id,
  payment_id as attempt_id,
  invoice_id,
  if(invoice_id is null, 'payment', 'invoice') as origin,
  status,
  amount,
  currency,
  occurred_at as counted_at,
  day,
  is_internal,
  row_key,
  reason
from payment
where
  not :has_payment_attempts
  and kind = 'charge'
  and (not is_subscription or invoice_id is not null)
