-- What: the states before the first one that is known: the paid periods where invoices tell them, else what the first
-- state lets assume of the time since the subscription began: its trial, then in force until the end, the failure or
-- the pause that it tells of. Grain: one row a state.
create temp table past_state on commit drop as
select
  first.subscription_id,
  paid.at,
  'invoices' as source,
  paid.user_id,
  paid.status,
  case when paid.unpriced_reason is null then paid.plan else first.plan end,
  case when paid.unpriced_reason is null then paid.currency else first.currency end,
  case when paid.unpriced_reason is null then paid.amount else first.amount end,
  case when paid.unpriced_reason is null then paid."interval" else first."interval" end,
  case when paid.unpriced_reason is null then paid.interval_count else first.interval_count end,
  case when paid.unpriced_reason is null then paid.quantity else first.quantity end,
  paid.started_at,
  paid.current_period_end,
  paid.cancel_at_period_end,
  paid.cancel_requested_at,
  paid.canceled_at,
  paid.ended_at,
  case when paid.unpriced_reason is null then null else first.price_id end,
  paid.cancellation_reason,
  paid.trial_start,
  paid.trial_end,
  case when paid.unpriced_reason is null then null else first.discount_amount end,
  paid.updated_at
from first_state as first
join change_priced as paid
  on paid.subscription_id = first.subscription_id and paid.origin = 'invoices' and paid.at < first.at
union all
select
  first.subscription_id,
  life.at,
  'assumed',
  first.user_id,
  life.status,
  first.plan,
  first.currency,
  first.amount,
  first."interval",
  first.interval_count,
  first.quantity,
  first.started_at,
  first.current_period_end,
  life.is_as_known and first.cancel_at_period_end,
  case when life.is_as_known then first.cancel_requested_at end,
  case when life.is_as_known then first.canceled_at end,
  case when life.is_as_known then first.ended_at end,
  first.price_id,
  case when life.is_as_known then first.cancellation_reason end,
  first.trial_start,
  first.trial_end,
  first.discount_amount,
  first.updated_at
from first_state as first
cross join lateral (
  select
    case
      when
        first.status in ('active', 'canceled', 'past_due', 'unpaid', 'paused')
        and first.trial_start < first.trial_end
        and first.trial_start < first.at
        and first.trial_end > first.started_at
        then greatest(first.trial_start, first.started_at)
    end as trial_from,
    case
      when first.status = 'canceled' then least(coalesce(first.ended_at, first.canceled_at, first.known_at), first.at)
      when first.status in ('past_due', 'unpaid', 'paused') then first.known_at
      when first.status = 'active' then first.started_at
    end as known_from
) as told
cross join lateral (
  select told.trial_from as at, 'trialing' as status, false as is_as_known
  where told.trial_from < case when first.status = 'active' then first.at else told.known_from end
  union all
  select greatest(first.started_at, case when told.trial_from is not null then first.trial_end end), 'active', false
  where
    first.status in ('canceled', 'past_due', 'unpaid', 'paused')
    and greatest(first.started_at, case when told.trial_from is not null then first.trial_end end) < told.known_from
  union all
  select
    case
      when first.status = 'active'
        then greatest(first.started_at, case when told.trial_from is not null then first.trial_end end)
      else greatest(told.known_from, first.started_at)
    end,
    first.status,
    true
) as life
where
  life.at < first.at
  and not exists (
    select from change_priced as paid
    where paid.subscription_id = first.subscription_id and paid.origin = 'invoices' and paid.at < first.at
  )
