-- What: the source's payments as they come, in the canonical order of their columns.
create temp table incoming_payment (
  payment_id      text,
  user_id         text,
  subscription_id text,
  invoice_id      text,
  occurred_at     timestamptz,
  kind            text,
  status          text,
  amount          numeric,
  currency        text,
  period_start    timestamptz,
  period_end      timestamptz
) on commit drop
