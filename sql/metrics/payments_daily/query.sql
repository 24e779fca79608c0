-- How many attempts to take money succeed, at once or after all.
-- Grain: one row a business day and currency in which an attempt was seen so far.
-- Parameters: :first_day, :last_day.
--
-- The rows of the 30 days before the range are still open. An attempt is an invoice's first where
-- there was none in the 90 days before it, and each of these days asks for 90 before it.

with
  attempts as (
    select day, currency, invoice_id, origin, status, amount, counted_at, attempt_id
    from payment_attempt
    where day between date_sub(:first_day, 120) and :last_day
  ),

  business_days as (
    select day
    from business_day
    where day between date_sub(:first_day, 30) and :last_day
  ),

  currencies as (
    select currency, first_attempt_day, min(first_invoice_day) over () as first_invoice_day
    from currency_state
  ),

  on_the_day as (
    select
      day,
      currency,
      count_if(status in ('succeeded', 'failed')) as attempts,
      count_if(status = 'succeeded') as succeeded,
      count_if(status = 'failed') as failed,
      count_if(status = 'pending') as pending,
      sum(amount) filter (where status in ('succeeded', 'failed')) as amount_attempted,
      sum(amount) filter (where status = 'succeeded') as amount_succeeded
    from attempts
    where day >= date_sub(:first_day, 30)
    group by day, currency
  ),

  invoice_attempts as (
    select
      day,
      currency,
      status,
      lag(day) over (partition by invoice_id order by counted_at, status, attempt_id)
        as previous_day,
      min(if(status = 'succeeded', day, null)) over (
        partition by invoice_id order by counted_at, status, attempt_id
        rows between 1 following and unbounded following
      ) as paid_day
    from attempts
    where invoice_id is not null and status in ('succeeded', 'failed')
  ),

  first_attempts as (
    select
      day,
      currency,
      count(*) as first_attempts,
      count_if(status = 'failed') as failed,
      count_if(status = 'failed' and paid_day <= date_add(day, 30)) as recovered
    from invoice_attempts
    where previous_day is null or previous_day < date_sub(day, 90)
    group by day, currency
  ),

  every_day as (
    select
      business_days.day,
      currencies.currency,
      coalesce(on_the_day.attempts, 0) as attempts,
      coalesce(on_the_day.succeeded, 0) as succeeded,
      coalesce(on_the_day.failed, 0) as failed,
      coalesce(on_the_day.pending, 0) as pending,
      cast(coalesce(on_the_day.amount_attempted, 0) as decimal(22, 6)) as amount_attempted,
      cast(coalesce(on_the_day.amount_succeeded, 0) as decimal(22, 6)) as amount_succeeded,
      coalesce(first_attempts.first_attempts, 0) as first_attempts,
      coalesce(first_attempts.failed, 0) as first_attempts_failed,
      coalesce(first_attempts.recovered, 0) as recovered_30d,
      date_add(business_days.day, 30) as recovery_ends,
      coalesce(currencies.first_invoice_day <= business_days.day, false) as has_invoices
    from business_days
    join currencies on currencies.first_attempt_day <= business_days.day
    left join on_the_day
      on on_the_day.day = business_days.day
      and on_the_day.currency = currencies.currency
    left join first_attempts
      on first_attempts.day = business_days.day
      and first_attempts.currency = currencies.currency
  )

select
  day,
  currency,
  attempts,
  succeeded,
  failed,
  pending,
  round(cast(succeeded as decimal(20, 0)) / nullif(attempts, 0), 10) as success_rate,
  amount_attempted,
  amount_succeeded,
  round(amount_succeeded / nullif(amount_attempted, 0), 10) as amount_success_rate,
  first_attempts,
  first_attempts_failed,
  round(
    cast(first_attempts - first_attempts_failed as decimal(20, 0)) / nullif(first_attempts, 0), 10
  ) as first_attempt_success_rate,
  recovered_30d,
  if(
    recovery_ends <= :last_day,
    round(cast(recovered_30d as decimal(20, 0)) / nullif(first_attempts_failed, 0), 10),
    null
  ) as recovery_rate,
  recovery_ends <= :last_day as recovery_is_complete,
  recovery_ends,
  if(has_invoices, 'payments_and_invoices', 'payments') as source
from every_day
