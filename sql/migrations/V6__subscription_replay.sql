-- What the history of the subscriptions is made of: what the nightly copies saw, the changes that the
-- source remembers, and when the two were merged. From these every row of metrics.subscription_history
-- follows, so that a late event or another price book makes it anew.

create table pipeline.subscription_observations (
  subscription_id      text not null,
  seen_from            timestamptz not null,
  seen_until           timestamptz,
  holds_from           timestamptz not null,
  user_id              text not null,
  status               text,
  plan                 text,
  currency             text,
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
  primary key (subscription_id, seen_from),
  check (seen_from < seen_until)
);
create unique index subscription_observations_current
  on pipeline.subscription_observations (subscription_id)
  where seen_until is null;
comment on table pipeline.subscription_observations is
  'What the nightly copies saw of each subscription, as the source had it: one row a state';
comment on column pipeline.subscription_observations.subscription_id is 'Id of the subscription in the source';
comment on column pipeline.subscription_observations.seen_from is 'The first copy that showed this state';
comment on column pipeline.subscription_observations.seen_until is 'The first copy that no longer showed it; NULL while the last one does';
comment on column pipeline.subscription_observations.holds_from is 'From when on the state is taken for observed: when the source wrote it, where that was since the copy before and not before the day that the copy follows; else seen_from';
comment on column pipeline.subscription_observations.user_id is 'Id of the user in the source';
comment on column pipeline.subscription_observations.status is 'As in the source';
comment on column pipeline.subscription_observations.plan is 'As in the source; NULL where only price or amount tell';
comment on column pipeline.subscription_observations.currency is 'As in the source, upper case; NULL where it gives none, or none of three letters';
comment on column pipeline.subscription_observations.amount is 'Price of one unit for one interval';
comment on column pipeline.subscription_observations."interval" is 'Unit of the billing interval';
comment on column pipeline.subscription_observations.interval_count is 'Billing interval in units';
comment on column pipeline.subscription_observations.quantity is 'Number of units';
comment on column pipeline.subscription_observations.started_at is 'When the subscription began';
comment on column pipeline.subscription_observations.current_period_end is 'When the paid period ends';
comment on column pipeline.subscription_observations.cancel_at_period_end is 'Whether it ends with the paid period';
comment on column pipeline.subscription_observations.cancel_requested_at is 'When the cancellation was asked for';
comment on column pipeline.subscription_observations.canceled_at is 'When it was canceled, as the source says';
comment on column pipeline.subscription_observations.ended_at is 'When the service ended';
comment on column pipeline.subscription_observations.price_id is 'Id of the price in the source';
comment on column pipeline.subscription_observations.cancellation_reason is 'voluntary or involuntary; NULL where the source does not say';
comment on column pipeline.subscription_observations.trial_start is 'When the trial began';
comment on column pipeline.subscription_observations.trial_end is 'When the trial ends or ended';
comment on column pipeline.subscription_observations.discount_amount is 'Recurring discount of the whole item for one interval';
comment on column pipeline.subscription_observations.updated_at is 'When the source last wrote the row';

insert into pipeline.subscription_observations
  (subscription_id, seen_from, seen_until, holds_from, user_id, status, plan, currency, amount, "interval", interval_count, quantity, started_at, current_period_end, cancel_at_period_end, cancel_requested_at, canceled_at, ended_at, price_id, cancellation_reason, trial_start, trial_end, discount_amount, updated_at)
select
  subscription_id, valid_from, valid_to, valid_from, user_id, status, plan, currency, amount, "interval", interval_count, quantity, started_at, current_period_end, cancel_at_period_end, cancel_requested_at, canceled_at, ended_at, price_id, cancellation_reason, trial_start, trial_end, discount_amount, updated_at
from metrics.subscription_history
where source = 'observed' and superseded_at is null;

create table pipeline.subscription_changes (
  change_id            text primary key,
  changed_at           timestamptz not null,
  subscription_id      text not null,
  user_id              text not null,
  status               text,
  plan                 text,
  currency             text,
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
  origin               text not null check (origin in ('events', 'invoices')),
  merged_at            timestamptz not null
);
create index subscription_changes_by_subscription
  on pipeline.subscription_changes (subscription_id, changed_at);
comment on table pipeline.subscription_changes is
  'Every change of a subscription that was read, once: its whole state after it';
comment on column pipeline.subscription_changes.change_id is 'Id of the change in the source';
comment on column pipeline.subscription_changes.changed_at is 'When it happened, by its own clock';
comment on column pipeline.subscription_changes.subscription_id is 'Id of the subscription in the source';
comment on column pipeline.subscription_changes.user_id is 'Id of the user in the source';
comment on column pipeline.subscription_changes.status is 'As in the source';
comment on column pipeline.subscription_changes.plan is 'As in the source; NULL where only price or amount tell';
comment on column pipeline.subscription_changes.currency is 'As in the source, upper case; NULL where it gives none, or none of three letters';
comment on column pipeline.subscription_changes.amount is 'Price of one unit for one interval';
comment on column pipeline.subscription_changes."interval" is 'Unit of the billing interval';
comment on column pipeline.subscription_changes.interval_count is 'Billing interval in units';
comment on column pipeline.subscription_changes.quantity is 'Number of units';
comment on column pipeline.subscription_changes.started_at is 'When the subscription began';
comment on column pipeline.subscription_changes.current_period_end is 'When the paid period ends';
comment on column pipeline.subscription_changes.cancel_at_period_end is 'Whether it ends with the paid period';
comment on column pipeline.subscription_changes.cancel_requested_at is 'When the cancellation was asked for';
comment on column pipeline.subscription_changes.canceled_at is 'When it was canceled, as the source says';
comment on column pipeline.subscription_changes.ended_at is 'When the service ended';
comment on column pipeline.subscription_changes.price_id is 'Id of the price in the source';
comment on column pipeline.subscription_changes.cancellation_reason is 'voluntary or involuntary; NULL where the source does not say';
comment on column pipeline.subscription_changes.trial_start is 'When the trial began';
comment on column pipeline.subscription_changes.trial_end is 'When the trial ends or ended';
comment on column pipeline.subscription_changes.discount_amount is 'Recurring discount of the whole item for one interval';
comment on column pipeline.subscription_changes.updated_at is 'When the source wrote the change down';
comment on column pipeline.subscription_changes.origin is 'events: a recorded change; invoices: a paid period';
comment on column pipeline.subscription_changes.merged_at is 'The instant of the merge that first read it';

create table pipeline.subscription_merges (
  merged_at         timestamptz primary key,
  price_book_sha256 text not null,
  changes_read      bigint not null,
  changes_new       bigint not null,
  rows_added        bigint not null,
  rows_superseded   bigint not null
);
comment on table pipeline.subscription_merges is
  'Every time that copies and changes were merged into metrics.subscription_history';
comment on column pipeline.subscription_merges.merged_at is 'The instant of which it is the knowledge';
comment on column pipeline.subscription_merges.price_book_sha256 is 'Of the price book that the rows were priced by; under another one all are priced again';
comment on column pipeline.subscription_merges.changes_read is 'Changes read from the source';
comment on column pipeline.subscription_merges.changes_new is 'Those not known before';
comment on column pipeline.subscription_merges.rows_added is 'Rows added to the history';
comment on column pipeline.subscription_merges.rows_superseded is 'Rows that are no longer believed';

create table pipeline.internal_users (
  user_id text primary key,
  seen_at timestamptz not null
);
comment on table pipeline.internal_users is
  'Internal accounts with a subscription, remembered so that they stay out when the account is deleted';
comment on column pipeline.internal_users.user_id is 'Id of the user in the source';
comment on column pipeline.internal_users.seen_at is 'When it was first seen to be internal';

alter table metrics.subscription_history add column unpriced_reason text;
comment on column metrics.subscription_history.unpriced_reason is 'Why mrr is NULL: what the price book has no rule for';
comment on column metrics.subscription_history.plan is 'Plan: the source''s, else the one that the price book gives for price or amount';
comment on column metrics.subscription_history.valid_from is 'From when on the state held: of an event, when it happened; of a copy, when the source wrote it, where that was since the copy before';
comment on column metrics.subscription_history.mrr is 'Monthly recurring revenue of the item, in currency, while it would count; NULL where the price book has no rule for it';
