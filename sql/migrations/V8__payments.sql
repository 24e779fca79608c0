-- Attempts to take money, by the day on which they ended.

create table metrics.payments_daily (
  day                        date not null,
  currency                   char(3) not null,
  attempts                   bigint,
  succeeded                  bigint,
  failed                     bigint,
  pending                    bigint,
  success_rate               numeric,
  amount_attempted           numeric,
  amount_succeeded           numeric,
  amount_success_rate        numeric,
  first_attempts             bigint,
  first_attempts_failed      bigint,
  first_attempt_success_rate numeric,
  recovered_30d              bigint,
  recovery_rate              numeric,
  recovery_is_complete       boolean not null,
  recovery_ends              date not null,
  source                     text not null,
  run_id                     uuid not null,
  is_final                   boolean not null,
  primary key (day, currency)
);
comment on table metrics.payments_daily is
  'Attempts to take money by day in their own currency: one row a business day and currency seen so far, zeros included. Currencies are never added up.';
comment on column metrics.payments_daily.day is 'Business day on which the attempts ended';
comment on column metrics.payments_daily.currency is 'ISO 4217 code in upper case; amounts are never added across currencies';
comment on column metrics.payments_daily.attempts is 'Attempts to take money that ended on the day: succeeded + failed';
comment on column metrics.payments_daily.succeeded is 'Attempts that succeeded, refunded later or not';
comment on column metrics.payments_daily.failed is 'Attempts that failed';
comment on column metrics.payments_daily.pending is 'Attempts created on the day that had not ended when the day was last computed; not among attempts';
comment on column metrics.payments_daily.success_rate is 'succeeded / attempts, between 0 and 1, 10 decimals; NULL without attempts';
comment on column metrics.payments_daily.amount_attempted is 'What the attempts were about, in currency';
comment on column metrics.payments_daily.amount_succeeded is 'The part of amount_attempted that was received';
comment on column metrics.payments_daily.amount_success_rate is 'amount_succeeded / amount_attempted, between 0 and 1, 10 decimals; NULL without attempts';
comment on column metrics.payments_daily.first_attempts is 'Invoices first attempted on the day: no attempt in the 90 days before';
comment on column metrics.payments_daily.first_attempts_failed is 'Those of first_attempts that failed';
comment on column metrics.payments_daily.first_attempt_success_rate is '(first_attempts - first_attempts_failed) / first_attempts, between 0 and 1, 10 decimals; NULL without first attempts';
comment on column metrics.payments_daily.recovered_30d is 'Those of first_attempts_failed whose invoice was paid by recovery_ends; so far, until then';
comment on column metrics.payments_daily.recovery_rate is 'recovered_30d / first_attempts_failed, between 0 and 1, 10 decimals; NULL before recovery_ends is over, and where no first attempt failed';
comment on column metrics.payments_daily.recovery_is_complete is 'Whether recovery_ends is over; about time, not about late rows';
comment on column metrics.payments_daily.recovery_ends is 'day + 30: the last business day on which a failed first attempt counts as recovered';
comment on column metrics.payments_daily.source is 'What the row rests on: payments_and_invoices; or payments, where the source had told of no attempt at an invoice by then, so that those of subscriptions are left out';
comment on column metrics.payments_daily.run_id is 'The run that published the row''s figures';
comment on column metrics.payments_daily.is_final is 'About late rows: the lookback after recovery_ends has passed, so that late rows no longer change the row';
