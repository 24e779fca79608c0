-- What: each subscription by maximal runs of business days with the same state at the end of the day.
-- Grain: one row a subscription and run. Nothing is told of days after last_day: what goes on then has no last day.
-- A state is that of a day's end where it held just before the next midnight of the zone.
-- In force: active; past due on the day it began and the 29 days after; what is canceled or to be canceled until the
-- day on which the paid period or the service ends. Internal accounts are out. States that have no price are left out (unpriced.sql names them).
-- Parameters: zone; window_start, last_day (days); known_at: as it was known then, infinity for now; confirmed: what a
-- state is called on a day that no copy followed although copies before and after show it; id_type: of the user ids.
with believed as (
  select
    history.subscription_id, history.user_id, history.status, history.plan, history.currency, history.mrr,
    history.source, history.valid_from, history.trial_start, history.trial_end, history.cancellation_reason,
    history.canceled_at, history.cancel_requested_at,
    case when history.valid_to < {known_at} then history.valid_to end as valid_to,
    coalesce(history.cancel_at_period_end, false) as is_scheduled,
    history.unpriced_reason is not null
    and coalesce(history.status, '') not in ('canceled', 'unpaid', 'paused', 'incomplete', 'incomplete_expired')
      as is_unpriced,
    case
      when history.status in ('active', 'past_due', 'trialing') or history.ended_at > history.valid_from
        then least(
          case when history.cancel_at_period_end and history.status <> 'canceled' then history.current_period_end end,
          history.ended_at
        )
    end as service_ends,
    coalesce(
      history.status in ('active', 'past_due', 'trialing')
      or history.status = 'canceled' and history.ended_at > history.valid_from,
      false
    ) as may_count
  from metrics.subscription_history as history
  where
    history.recorded_at <= {known_at}
    and (history.superseded_at is null or history.superseded_at > {known_at})
    and history.valid_from <= {known_at}
    and history.valid_from < (({last_day} + 1)::timestamp at time zone {zone})
    and not exists (select from pipeline.internal_users as internal where internal.user_id = history.user_id)
),

neighbours as (
  select
    believed.*,
    lag(status) over following as status_before,
    lag(valid_to) over following = valid_from as follows,
    lag(is_scheduled) over following as was_scheduled
  from believed
  window following as (partition by subscription_id order by valid_from)
),

requests as (
  select
    neighbours.*,
    case
      when
        cancellation_reason = 'involuntary'
        or status in ('past_due', 'unpaid', 'incomplete', 'incomplete_expired') and not is_scheduled
        or status = 'canceled' and cancellation_reason is null and status_before in ('past_due', 'unpaid')
        then null
      when is_scheduled or status = 'canceled'
        then coalesce(
          cancel_requested_at,
          case
            when not follows or (was_scheduled or status_before = 'canceled') then null
            when status = 'canceled' and canceled_at <= valid_from then canceled_at
            else valid_from
          end
        )
    end as requested_at,
    case
      when status = 'past_due' and not coalesce(follows and status_before = 'past_due', false) then valid_from
    end as past_due_began
  from neighbours
),

-- The latest so far: a request stands until it is taken back, a debt until it is paid.
carried as (
  select
    requests.*,
    (max(requested_at) over so_far at time zone {zone})::date as requested_day,
    (max(past_due_began) over so_far at time zone {zone})::date as past_due_day
  from requests
  window so_far as (partition by subscription_id order by valid_from rows unbounded preceding)
),

days as (
  select
    subscription_id, user_id, status, plan, currency, mrr, source, is_scheduled, is_unpriced, trial_start, trial_end,
    cancellation_reason, requested_day,
    is_scheduled or status = 'canceled' as keeps_request,
    (valid_from at time zone {zone})::date as first_day,
    (valid_to at time zone {zone})::date - 1 as last_day,
    case
      when not may_count then '-infinity'
      else least(
        (service_ends at time zone {zone})::date,
        case when status = 'past_due' then past_due_day + 30 end
      )
    end as out_from
  from carried
),

-- Rows that hold no day's end are gone; equal neighbours are one.
compared as (
  select
    days.*,
    case when keeps_request then requested_day when requested_day = first_day then requested_day end as asked,
    not keeps_request and requested_day = first_day as took_back,
    coalesce(
      lag(last_day) over following = first_day - 1
      and (lag(status) over following, lag(user_id) over following) = (status, user_id)
      and (
        lag(plan) over following, lag(currency) over following, lag(mrr) over following,
        lag(source) over following, lag(is_scheduled) over following, lag(is_unpriced) over following,
        lag(trial_start) over following, lag(trial_end) over following, lag(out_from) over following,
        lag(cancellation_reason) over following,
        case when lag(keeps_request) over following then lag(requested_day) over following end
      ) is not distinct from (
        plan, currency, mrr, source, is_scheduled, is_unpriced, trial_start, trial_end, out_from, cancellation_reason,
        case when keeps_request then requested_day end
      )
      and not (not keeps_request and requested_day is not distinct from first_day)
      and not coalesce(
        not lag(keeps_request) over following
        and lag(requested_day) over following = lag(first_day) over following,
        false
      ),
      false
    ) as goes_on
  from days
  where last_day is null or last_day >= first_day
  window following as (partition by subscription_id order by first_day)
),

grouped as (
  select
    compared.*,
    count(*) filter (where not goes_on) over (partition by subscription_id order by first_day) as run
  from compared
),

rows as (
  select
    subscription_id, run, user_id, status, plan, currency, mrr, source, is_scheduled, is_unpriced, trial_start,
    trial_end, cancellation_reason, out_from,
    min(first_day) as first_day,
    case when bool_or(last_day is null) then {last_day} else least(max(last_day), {last_day}) end as last_day,
    min(asked) as asked,
    bool_or(took_back) as took_back
  from grouped
  group by
    subscription_id, run, user_id, status, plan, currency, mrr, source, is_scheduled, is_unpriced, trial_start,
    trial_end, cancellation_reason, out_from
),

-- Runs of days that a copy followed, and of days that none did.
copied as (
  select day, day - row_number() over (order by day)::integer as island
  from (select distinct day from pipeline.subscription_snapshots where taken_at <= {known_at}) as copies
),

islands as (
  select min(day) as first_day, max(day) as last_day
  from copied
  group by island
),

turns as (
  select first_day as day, true as is_observed from islands
  union all
  select last_day + 1, false from islands
),

cuts as (
  select subscription_id, run, first_day as day from rows
  union
  select subscription_id, run, out_from from rows where out_from > first_day and out_from <= last_day
  union
  select subscription_id, run, first_day + 1 from rows where took_back and first_day < last_day
  union
  select rows.subscription_id, rows.run, turns.day
  from rows
  join turns on turns.day > rows.first_day and turns.day <= rows.last_day
  where rows.source = 'observed'
),

pieces as (
  select
    rows.subscription_id, rows.user_id, rows.status, rows.plan, rows.currency, rows.mrr, rows.is_scheduled,
    rows.is_unpriced, rows.trial_start, rows.trial_end, rows.cancellation_reason,
    cuts.day as first_day,
    coalesce(
      lead(cuts.day) over (partition by rows.subscription_id, rows.run order by cuts.day) - 1, rows.last_day
    ) as last_day,
    case when rows.took_back and cuts.day > rows.first_day then null else rows.asked end as asked,
    coalesce(cuts.day < rows.out_from, true) as counts,
    case
      when
        rows.source = 'observed'
        and not coalesce((
          select turns.is_observed from turns where turns.day <= cuts.day order by turns.day desc limit 1
        ), false)
        then {confirmed}
      else rows.source
    end as source
  from rows
  join cuts on cuts.subscription_id = rows.subscription_id and cuts.run = rows.run
),

judged as (
  select
    pieces.*,
    counts and status <> 'trialing' as is_in_force,
    counts and status = 'trialing' as is_trialing
  from pieces
  where not is_unpriced
),

reasons as (
  select
    judged.*,
    case
      when
        not is_in_force
        or last_day >= {last_day}
        or coalesce(lead(first_day) over following = last_day + 1 and lead(is_in_force) over following, false)
        then null
      when lead(first_day) over following is distinct from last_day + 1 then 'unknown'
      when lead(cancellation_reason) over following is not null then lead(cancellation_reason) over following
      when lead(status) over following in ('unpaid', 'past_due', 'incomplete', 'incomplete_expired') then 'involuntary'
      when lead(status) over following = 'canceled' and status = 'past_due' then 'involuntary'
      when lead(status) over following in ('canceled', 'active', 'paused') then 'voluntary'
      else 'unknown'
    end as end_reason
  from judged
  window following as (partition by subscription_id order by first_day)
),

shown as (
  select
    subscription_id, user_id, first_day, last_day, status, plan, currency,
    case when is_in_force then mrr else 0 end as mrr,
    case when is_trialing then mrr else 0 end as trial_mrr,
    is_in_force,
    is_trialing,
    is_in_force and status = 'past_due' as is_past_due,
    (is_in_force or is_trialing) and (is_scheduled or status = 'canceled') as cancels_at_period_end,
    asked as cancel_requested_day,
    end_reason,
    trial_start,
    trial_end,
    source
  from reasons
),

runs as (
  select
    shown.*,
    coalesce(
      lag(last_day) over following = first_day - 1
      and lag(end_reason) over following is null
      and (
        lag(user_id) over following, lag(status) over following, lag(plan) over following,
        lag(currency) over following, lag(mrr) over following, lag(trial_mrr) over following,
        lag(is_in_force) over following, lag(is_trialing) over following,
        lag(cancels_at_period_end) over following, lag(cancel_requested_day) over following,
        lag(trial_start) over following, lag(trial_end) over following, lag(source) over following
      ) is not distinct from (
        user_id, status, plan, currency, mrr, trial_mrr, is_in_force, is_trialing, cancels_at_period_end,
        cancel_requested_day, trial_start, trial_end, source
      ),
      false
    ) as goes_on
  from shown
  window following as (partition by subscription_id order by first_day)
),

numbered as (
  select
    runs.*,
    count(*) filter (where not goes_on) over (partition by subscription_id order by first_day) as run
  from runs
),

-- Of all that is known of a user, not only of what is shown.
first_trials as (
  select user_id, min(trial_start) as first_trial_start
  from believed
  where trial_start is not null
  group by user_id
),

found as (
  select
    min(user_id) as user_id,
    subscription_id,
    min(first_day) as first_day,
    case when max(last_day) < {last_day} then max(last_day) end as last_day,
    min(status) as status,
    min(plan) as plan,
    min(currency)::text as currency,
    min(mrr) as mrr,
    min(trial_mrr) as trial_mrr,
    bool_and(is_in_force) as is_in_force,
    bool_and(is_trialing) as is_trialing,
    bool_and(is_past_due) as is_past_due,
    bool_and(cancels_at_period_end) as cancels_at_period_end,
    min(cancel_requested_day) as cancel_requested_day,
    max(end_reason) as end_reason,
    min(trial_start) as trial_start,
    min(trial_end) as trial_end,
    min(source) as source
  from numbered
  group by subscription_id, run
  having max(last_day) >= {window_start}
)

select
  found.user_id::{id_type} as user_id, found.subscription_id, found.first_day, found.last_day, found.status,
  found.plan, found.currency, found.mrr, found.trial_mrr, found.is_in_force, found.is_trialing, found.is_past_due,
  found.cancels_at_period_end, found.cancel_requested_day, found.end_reason, found.trial_start, found.trial_end,
  first_trials.first_trial_start, found.source
from found
left join first_trials on first_trials.user_id = found.user_id
