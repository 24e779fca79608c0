-- The source overwrites its subscriptions; this table is the only memory of what they were.

create table metrics.subscription_history (
  subscription_id      text not null,
  valid_from           timestamptz not null,
  recorded_at          timestamptz not null,
  valid_to             timestamptz,
  superseded_at        timestamptz,
  user_id              text not null,
  status               text,
  plan                 text,
  currency             char(3),
  amount               numeric,
  "interval"           text,
  interval_count       integer,
  quantity             bigint,
  started_at           timestamptz,
  current_period_end   timestamptz,
  cancel_at_period_end boolean,
  cancel_requested_at  timestamptz,
  canceled_at          timestamptz,
  ended_at             timestamptz,
  price_id             text,
  cancellation_reason  text,
  trial_start          timestamptz,
  trial_end            timestamptz,
  discount_amount      numeric,
  updated_at           timestamptz,
  mrr                  numeric,
  source               text not null
    check (source in ('observed', 'events', 'invoices', 'assumed')),
  primary key (subscription_id, valid_from, recorded_at),
  check (valid_from < valid_to)
);
create unique index subscription_history_current
  on metrics.subscription_history (subscription_id)
  where valid_to is null and superseded_at is null;
comment on table metrics.subscription_history is
  'What each subscription was, and when: one row a subscription and state. Rows are only added; valid_to and superseded_at alone are ever updated. Not readable by metrics_reader.';
comment on column metrics.subscription_history.subscription_id is 'Id of the subscription in the source';
comment on column metrics.subscription_history.valid_from is 'From when on the state held; of an observed row, the instant of the snapshot that first showed it';
comment on column metrics.subscription_history.recorded_at is 'When the pipeline wrote the row';
comment on column metrics.subscription_history.valid_to is 'Until when the state held, no longer part of it; NULL while it is the last one known';
comment on column metrics.subscription_history.superseded_at is 'When the pipeline learned better and wrote another row instead; NULL while the row is believed';
comment on column metrics.subscription_history.user_id is 'Id of the user in the source';
comment on column metrics.subscription_history.status is 'As in the source: active, trialing, past_due, canceled, unpaid, incomplete, incomplete_expired, paused';
comment on column metrics.subscription_history.plan is 'Plan; NULL where only price or amount tell';
comment on column metrics.subscription_history.currency is 'ISO 4217, upper case; NULL where the source gives none, or none of three letters';
comment on column metrics.subscription_history.amount is 'Price of one unit for one interval, in currency; NULL where the price book tells';
comment on column metrics.subscription_history."interval" is 'Unit of the billing interval: day, week, month or year';
comment on column metrics.subscription_history.interval_count is 'Billing interval in units';
comment on column metrics.subscription_history.quantity is 'Number of units; NULL where the source gives none';
comment on column metrics.subscription_history.started_at is 'When the subscription began';
comment on column metrics.subscription_history.current_period_end is 'When the paid period ends';
comment on column metrics.subscription_history.cancel_at_period_end is 'Whether it ends with the paid period';
comment on column metrics.subscription_history.cancel_requested_at is 'When the cancellation was asked for';
comment on column metrics.subscription_history.canceled_at is 'When it was canceled, as the source says';
comment on column metrics.subscription_history.ended_at is 'When the service ended';
comment on column metrics.subscription_history.price_id is 'Id of the price in the source';
comment on column metrics.subscription_history.cancellation_reason is 'voluntary or involuntary; NULL where the source does not say';
comment on column metrics.subscription_history.trial_start is 'When the trial began';
comment on column metrics.subscription_history.trial_end is 'When the trial ends or ended';
comment on column metrics.subscription_history.discount_amount is 'Recurring discount of the whole item for one interval, in currency';
comment on column metrics.subscription_history.updated_at is 'When the source last wrote the row';
comment on column metrics.subscription_history.mrr is 'Monthly recurring revenue of the item, in currency; NULL where it is not computed';
comment on column metrics.subscription_history.source is 'How the state is known: observed in a snapshot, from events, from invoices, or assumed from a later row';
