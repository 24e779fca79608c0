-- What: subscriptions that would count on a day of the range, but have no price by the price book, or a status that
-- nobody knows. Grain: one row a subscription and reason; the first such day.
-- Parameters: zone, first_day, last_day, known_at.
select
  history.subscription_id,
  history.unpriced_reason,
  min(greatest((history.valid_from at time zone {zone})::date, {first_day})) as day
from metrics.subscription_history as history
where
  history.unpriced_reason is not null
  and coalesce(history.status, '') not in ('canceled', 'unpaid', 'paused', 'incomplete', 'incomplete_expired')
  and history.recorded_at <= {known_at}
  and (history.superseded_at is null or history.superseded_at > {known_at})
  and (history.valid_from at time zone {zone})::date <= {last_day}
  and coalesce((history.valid_to at time zone {zone})::date - 1, {last_day})
    >= greatest((history.valid_from at time zone {zone})::date, {first_day})
  and not exists (select from pipeline.internal_users as internal where internal.user_id = history.user_id)
group by history.subscription_id, history.unpriced_reason
order by history.subscription_id, history.unpriced_reason
