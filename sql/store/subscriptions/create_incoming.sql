-- What: the source's subscriptions as they come, in the canonical order of their columns.
-- Currency is text here, so that an odd one does not cost the whole copy.
create temp table incoming_subscription (
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
  updated_at           timestamptz
) on commit drop
