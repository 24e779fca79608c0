-- Attempts to take money, by the day on which they ended; and the subscriptions as they were known
-- at any time.

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

-- What each subscription was on which days, by the one rule of what is in force: read by the nightly
-- run and by metrics.mrr_as_known_on. A state is that of a day's end where it held just before the
-- next midnight of the zone. In force: active; past due on the day it began and the 29 days after;
-- what is canceled or to be canceled until the day on which the paid period or the service ends.
-- Internal accounts are out. States that have no price are left out.
create function pipeline.subscription_spans(
  from_day date, through_day date, time_zone text, known_at timestamptz, confirmed_as text
)
returns table (
  user_id text, subscription_id text, first_day date, last_day date, status text, plan text, currency text,
  mrr numeric, trial_mrr numeric, is_in_force boolean, is_trialing boolean, is_past_due boolean,
  cancels_at_period_end boolean, cancel_requested_day date, end_reason text, trial_start timestamptz,
  trial_end timestamptz, first_trial_start timestamptz, source text
)
language sql
stable
as $$
with believed as (
  select
    history.subscription_id, history.user_id, history.status, history.plan, history.currency, history.mrr,
    history.source, history.valid_from, history.trial_start, history.trial_end, history.cancellation_reason,
    history.canceled_at, history.cancel_requested_at,
    case when history.valid_to < known_at then history.valid_to end as valid_to,
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
    history.recorded_at <= known_at
    and (history.superseded_at is null or history.superseded_at > known_at)
    and history.valid_from <= known_at
    and history.valid_from < ((through_day + 1)::timestamp at time zone time_zone)
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
    (max(requested_at) over so_far at time zone time_zone)::date as requested_day,
    (max(past_due_began) over so_far at time zone time_zone)::date as past_due_day
  from requests
  window so_far as (partition by subscription_id order by valid_from rows unbounded preceding)
),

days as (
  select
    subscription_id, user_id, status, plan, currency, mrr, source, is_scheduled, is_unpriced, trial_start, trial_end,
    cancellation_reason, requested_day,
    is_scheduled or status = 'canceled' as keeps_request,
    (valid_from at time zone time_zone)::date as first_day,
    (valid_to at time zone time_zone)::date - 1 as last_day,
    case
      when not may_count then '-infinity'
      else least(
        (service_ends at time zone time_zone)::date,
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
    case when bool_or(last_day is null) then through_day else least(max(last_day), through_day) end as last_day,
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
  from (select distinct day from pipeline.subscription_snapshots where taken_at <= known_at) as copies
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
        then confirmed_as
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
        or last_day >= through_day
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
    case when max(last_day) < through_day then max(last_day) end as last_day,
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
  having max(last_day) >= from_day
)

select
  found.user_id, found.subscription_id, found.first_day, found.last_day, found.status,
  found.plan, found.currency, found.mrr, found.trial_mrr, found.is_in_force, found.is_trialing, found.is_past_due,
  found.cancels_at_period_end, found.cancel_requested_day, found.end_reason, found.trial_start, found.trial_end,
  first_trials.first_trial_start, found.source
from found
left join first_trials on first_trials.user_id = found.user_id
$$;
comment on function pipeline.subscription_spans(date, date, text, timestamptz, text) is
  'Each subscription by maximal runs of business days with the same state at the end of the day, of which a day lies in from_day to through_day; what goes on after through_day has no last_day. As it was known at known_at. confirmed_as: what a state is called on a day that no copy followed although copies before and after show it.';

create function metrics.mrr_as_known_on(day date, known_on date)
returns table (plan text, currency char(3), paying_customers bigint, mrr numeric)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  time_zone text := (select days.zone from metrics.days as days order by days.day desc limit 1);
begin
  if mrr_as_known_on.day > mrr_as_known_on.known_on then
    raise exception 'Invalid day: % (must not be after the day on which it was known, %)',
      mrr_as_known_on.day, mrr_as_known_on.known_on
      using errcode = 'invalid_parameter_value';
  end if;
  return query
    with spans as (
      select span.user_id, coalesce(span.plan, 'unknown') as plan, span.currency, span.mrr
      from pipeline.subscription_spans(
        mrr_as_known_on.day,
        mrr_as_known_on.day,
        time_zone,
        (mrr_as_known_on.known_on + 1)::timestamp at time zone time_zone,
        'assumed'
      ) as span
      where span.mrr <> 0
    ),
    parts as (
      select spans.user_id, spans.plan, spans.currency, sum(spans.mrr) as mrr
      from spans
      group by spans.user_id, spans.plan, spans.currency
      union all
      select spans.user_id, 'all' as plan, spans.currency, sum(spans.mrr) as mrr
      from spans
      group by spans.user_id, spans.currency
    )
    select parts.plan, parts.currency::char(3), count(*) filter (where parts.mrr > 0), sum(parts.mrr)
    from parts
    group by parts.plan, parts.currency
    order by parts.currency, parts.plan;
end
$$;
comment on function metrics.mrr_as_known_on(date, date) is
  'MRR and paying customers by plan (all for the total, unknown where nothing tells) and currency at the end of the business day, as they were known when known_on ended, in the zone of the business days. The night of day D runs on the day after it: what it published of a day is known_on D + 1. Plans and currencies without MRR have no row. Later corrections, which final days of subscriptions_daily do not take, show with a later known_on.';
