-- What: the days before the run's first whose recurring revenue it knows otherwise than the run that
-- published the last of them did. They stay; the correction is booked on the run's first day.
-- Parameters: run_id, zone, first_day.
insert into pipeline.restated_days (run_id, booked_on, day, currency, subscriptions, mrr_before, mrr_now)
with
-- A merge may record a moment after its instant; see recorded_at.sql.
known as (
  select
    max(merge.merged_at) filter (where merge.merged_at <= run.ended_at) + interval '1 second' as before,
    max(merge.merged_at) + interval '1 second' as now
  from (
    select ended_at
    from pipeline.runs
    where
      state = 'published'
      and run_id <> {run_id}
      and {first_day} - 1 between first_day and last_day
    order by ended_at desc
    limit 1
  ) as run
  cross join pipeline.subscription_merges as merge
),

touched as (
  select history.subscription_id, min((history.valid_from at time zone {zone})::date) as first_day
  from known
  join metrics.subscription_history as history
    on history.valid_from < ({first_day}::timestamp at time zone {zone})
    and (history.recorded_at > known.before or history.superseded_at > known.before)
  group by history.subscription_id
),

-- No row where nothing is touched, so that the spans are not asked for.
span_window as (
  select known.before, known.now, (select min(first_day) from touched) as first_day
  from known
  where exists (select from touched)
),

spans as (
  select
    span.subscription_id, span.currency, span.first_day, span.last_day,
    case when knowledge.is_before then span.mrr else 0 end as mrr_before,
    case when knowledge.is_before then 0 else span.mrr end as mrr_now
  from span_window
  cross join lateral (
    values (span_window.before, true), (span_window.now, false)
  ) as knowledge (known_at, is_before)
  cross join lateral pipeline.subscription_spans(
    span_window.first_day, {first_day} - 1, {zone}, knowledge.known_at, 'assumed'
  ) as span
  where span.mrr <> 0
),

differing as (
  select
    spans.subscription_id, spans.currency, days.day,
    sum(spans.mrr_before) as mrr_before, sum(spans.mrr_now) as mrr_now
  from spans
  join touched on touched.subscription_id = spans.subscription_id
  join metrics.days as days
    on days.day between spans.first_day and coalesce(spans.last_day, {first_day} - 1)
    and days.day < {first_day}
  group by spans.subscription_id, spans.currency, days.day
  having sum(spans.mrr_before) <> sum(spans.mrr_now)
)

select {run_id}, {first_day}, day, currency, count(*), sum(mrr_before), sum(mrr_now)
from differing
group by day, currency
returning day
