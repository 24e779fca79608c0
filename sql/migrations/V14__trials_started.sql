-- Trials that begin. Days that stand published have none until they are computed again.
alter table metrics.subscriptions_daily add column trials_started bigint;
comment on column metrics.subscriptions_daily.trials_started is
  'Customers in trial at the end of the day who were not at the end of the day before; NULL on days published before version 2';

create or replace view metrics.subscriptions_daily_total as
select
  day, currency, trialing, paying_customers, past_due, cancellations_requested, mrr, mrr_at_risk,
  trial_mrr, committed_mrr, arr, arpa, history_quality, run_id, is_final, trials_started
from metrics.subscriptions_daily
where plan = 'all';
comment on column metrics.subscriptions_daily_total.trials_started is
  'Customers in trial at the end of the day who were not at the end of the day before; NULL on days published before version 2';

create or replace view metrics.subscriptions_daily_by_plan as
select
  day, plan, currency, trialing, paying_customers, past_due, cancellations_requested, mrr,
  mrr_at_risk, trial_mrr, committed_mrr, arr, arpa, history_quality, run_id, is_final, trials_started
from metrics.subscriptions_daily
where plan <> 'all';
comment on column metrics.subscriptions_daily_by_plan.trials_started is
  'Customers in trial at the end of the day who were not at the end of the day before; NULL on days published before version 2';

create or replace view metrics.subscriptions_daily_reporting as
with
  converted as (
    select
      native.*,
      own.reporting_currency,
      rate.rate,
      own.is_final as rate_is_final,
      runs.started_at
    from metrics.subscriptions_daily as native
    join metrics.fx_rates as own
      on own.day = native.day
      and own.currency = own.reporting_currency
    left join metrics.fx_rates as rate
      on rate.day = native.day
      and rate.currency = native.currency
      and rate.reporting_currency = own.reporting_currency
    left join pipeline.runs as runs on runs.run_id = native.run_id
  ),

  totals as (
    select
      day,
      plan,
      reporting_currency as currency,
      nullif(sum(pipeline.known(trialing)), 'NaN')::bigint as trialing,
      nullif(sum(pipeline.known(paying_customers)), 'NaN')::bigint as paying_customers,
      nullif(sum(pipeline.known(past_due)), 'NaN')::bigint as past_due,
      nullif(sum(pipeline.known(cancellations_requested)), 'NaN')::bigint as cancellations_requested,
      nullif(sum(pipeline.converted(mrr, rate)), 'NaN') as mrr,
      nullif(sum(pipeline.converted(mrr_at_risk, rate)), 'NaN') as mrr_at_risk,
      nullif(sum(pipeline.converted(trial_mrr, rate)), 'NaN') as trial_mrr,
      nullif(sum(pipeline.converted(committed_mrr, rate)), 'NaN') as committed_mrr,
      case
        when bool_or(history_quality = 'assumed') then 'assumed'
        when bool_or(history_quality = 'invoices') then 'invoices'
        when bool_or(history_quality = 'events') then 'events'
        when bool_or(history_quality = 'observed') then 'observed'
      end as history_quality,
      (array_agg(run_id order by started_at desc nulls last))[1] as run_id,
      bool_and(is_final and rate_is_final) as is_final,
      nullif(sum(pipeline.known(trials_started)), 'NaN')::bigint as trials_started
    from converted
    group by day, plan, reporting_currency
  )

select
  day,
  plan,
  currency,
  trialing,
  paying_customers,
  past_due,
  cancellations_requested,
  mrr,
  mrr_at_risk,
  trial_mrr,
  committed_mrr,
  mrr * 12 as arr,
  round(mrr / nullif(paying_customers, 0), 10) as arpa,
  history_quality,
  run_id,
  is_final,
  trials_started
from totals;
comment on column metrics.subscriptions_daily_reporting.trials_started is
  'Customers in trial at the end of the day who were in none of the same currency at the end of the day before; NULL on days published before version 2';
