-- What: the source's payments, each with the reason why it can't be used, if there is one. What
-- succeeded is cash; the others (failed, pending, canceled) are attempts only.
-- Grain: one row a payment row
-- Parameters: :now (TIMESTAMP), :has_accounts
with
payments as (
  select * from source_payments
),

numbered as (
  select
    *,
    row_number() over (partition by payment_id order by occurred_at, row_key) as occurrence
  from payments
)

select
  p.payment_id,
  p.user_id,
  p.invoice_id,
  p.occurred_at,
  cast(p.occurred_at as date) as day,
  upper(p.currency) as currency,
  p.kind,
  p.status,
  p.subscription_id is not null as is_subscription,
  cast(p.amount as decimal(38, 6)) as amount,
  coalesce(a.is_internal, false) as is_internal,
  p.row_key,
  case
    when p.row_error is not null then p.row_error
    when p.user_id is null or p.is_nil_user then 'zero or nil user_id'
    when p.occurred_at is null then 'no occurred_at'
    when p.occurred_at > :now then 'occurred_at in the future'
    when p.kind is null or p.kind not in ('charge', 'refund') then 'unknown kind'
    when p.status is null or p.status not in ('succeeded', 'failed', 'pending', 'canceled')
      then 'unknown status'
    when p.amount is null and p.kind = 'refund' then 'refund of unknown amount'
    when p.amount is null then 'no amount'
    when p.amount < 0 then 'negative amount'
    when p.currency is null or not p.currency rlike '^[A-Za-z]{3}$' then 'unknown currency'
    when p.occurrence > 1 then 'payment_id occurs twice'
    when :has_accounts and a.user_id is null then 'unknown user_id'
  end as reason
from numbered as p
left join account_usable as a on p.user_id = a.user_id
