-- Everything once more in the job's reporting currency. The native tables stay as they are; the views
-- multiply what stands in them by the rates that stand in fx_rates, and round nothing but what they
-- divide. Each view has the columns of its table and one row for each of its keys without the currency.

create table metrics.fx_rates (
  day                date not null,
  currency           char(3) not null,
  reporting_currency char(3) not null,
  rate               numeric not null check (rate > 0),
  quoted_day         date not null check (quoted_day between day - 7 and day),
  run_id             uuid not null,
  is_final           boolean not null,
  primary key (day, currency, reporting_currency),
  check (currency <> reporting_currency or rate = 1)
);
comment on table metrics.fx_rates is
  'One row a published business day and currency that the job''s fx_rates file quotes, and one for the reporting currency itself, at 1. A day without a quotation (a weekend, a holiday) has the latest of the 7 days before it; after that it has no rate, and what it would convert is NULL in the views with the suffix _reporting.';
comment on column metrics.fx_rates.day is 'Business day whose amounts are converted at the rate';
comment on column metrics.fx_rates.currency is 'ISO 4217 code in upper case of the amounts that are converted';
comment on column metrics.fx_rates.reporting_currency is 'ISO 4217 code in upper case of what they are converted into';
comment on column metrics.fx_rates.rate is 'What one unit of currency is in reporting_currency: amount x rate, as the file has it';
comment on column metrics.fx_rates.quoted_day is 'The day of the quotation, at most 7 days before day';
comment on column metrics.fx_rates.run_id is 'The run that published the rate';
comment on column metrics.fx_rates.is_final is 'The day is final: only a backfill of it takes another rate from the file';

-- A sum over unknown parts is not known. PostgreSQL's sum leaves NULL out, but keeps NaN.
create function pipeline.known(amount numeric)
returns numeric
language sql
immutable
parallel safe
as $$ select coalesce(amount, 'NaN') $$;
comment on function pipeline.known(numeric) is
  'The amount; NaN where it is not known, so that nullif(sum(…), ''NaN'') is not known either.';

create function pipeline.converted(amount numeric, rate numeric)
returns numeric
language sql
immutable
parallel safe
as $$ select case when amount = 0 then 0 else coalesce(amount * rate, 'NaN') end $$;
comment on function pipeline.converted(numeric, numeric) is
  'The amount at the rate; 0 at any rate, NaN where either is not known, so that nullif(sum(…), ''NaN'') is not known either.';

alter table metrics.churn add column margin numeric;
comment on column metrics.churn.margin is 'The share of revenue that ltv counts: the job''s margin';

create view metrics.subscriptions_daily_reporting as
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
      bool_and(is_final and rate_is_final) as is_final
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
  is_final
from totals;

-- A period closes at the rate of its last published day and opens at that of the day before it; what
-- moved in it is taken at the closing rate, so that what the rates did to the opening is all that is
-- left for fx_mrr, and the amounts add up exactly.
create view metrics.mrr_movements_reporting as
with
  converted as (
    select
      native.*,
      own.reporting_currency,
      closing.rate as closing_rate,
      opening.rate as opening_rate,
      own.is_final as rate_is_final,
      runs.started_at
    from metrics.mrr_movements as native
    cross join (select max(day) as last_day from metrics.days) as published
    join metrics.fx_rates as own
      on own.day = least(native.period_end, published.last_day)
      and own.currency = own.reporting_currency
    left join metrics.fx_rates as closing
      on closing.day = own.day
      and closing.currency = native.currency
      and closing.reporting_currency = own.reporting_currency
    left join metrics.fx_rates as opening
      on opening.day = native.period_start - 1
      and opening.currency = native.currency
      and opening.reporting_currency = own.reporting_currency
    left join pipeline.runs as runs on runs.run_id = native.run_id
  )

select
  grain,
  period_start,
  period_end,
  plan,
  reporting_currency as currency,
  nullif(sum(pipeline.converted(opening_mrr, opening_rate)), 'NaN') as opening_mrr,
  nullif(sum(pipeline.converted(new_mrr, closing_rate)), 'NaN') as new_mrr,
  nullif(sum(pipeline.converted(reactivation_mrr, closing_rate)), 'NaN') as reactivation_mrr,
  nullif(sum(pipeline.converted(expansion_mrr, closing_rate)), 'NaN') as expansion_mrr,
  nullif(sum(pipeline.converted(contraction_mrr, closing_rate)), 'NaN') as contraction_mrr,
  nullif(sum(pipeline.converted(churned_mrr, closing_rate)), 'NaN') as churned_mrr,
  nullif(sum(pipeline.converted(opening_mrr, closing_rate - opening_rate)), 'NaN') as fx_mrr,
  nullif(sum(pipeline.converted(restatement_mrr, closing_rate)), 'NaN') as restatement_mrr,
  nullif(sum(pipeline.converted(transfer_in_mrr, closing_rate)), 'NaN') as transfer_in_mrr,
  nullif(sum(pipeline.converted(transfer_out_mrr, closing_rate)), 'NaN') as transfer_out_mrr,
  nullif(sum(pipeline.converted(closing_mrr, closing_rate)), 'NaN') as closing_mrr,
  nullif(sum(pipeline.known(opening_customers)), 'NaN')::bigint as opening_customers,
  nullif(sum(pipeline.known(new_customers)), 'NaN')::bigint as new_customers,
  nullif(sum(pipeline.known(reactivated_customers)), 'NaN')::bigint as reactivated_customers,
  nullif(sum(pipeline.known(churned_customers)), 'NaN')::bigint as churned_customers,
  nullif(sum(pipeline.known(transfer_in_customers)), 'NaN')::bigint as transfer_in_customers,
  nullif(sum(pipeline.known(transfer_out_customers)), 'NaN')::bigint as transfer_out_customers,
  nullif(sum(pipeline.known(restatement_customers)), 'NaN')::bigint as restatement_customers,
  nullif(sum(pipeline.known(closing_customers)), 'NaN')::bigint as closing_customers,
  bool_and(is_complete) as is_complete,
  (array_agg(run_id order by started_at desc nulls last))[1] as run_id,
  bool_and(is_final and rate_is_final) as is_final
from converted
group by grain, period_start, period_end, plan, reporting_currency;

-- Opening and end are compared at one rate, that of the opening, so that no rate's move is taken for
-- churn or retention.
create view metrics.churn_reporting as
with
  converted as (
    select
      native.*,
      own.reporting_currency,
      opening.rate as opening_rate,
      own.is_final as rate_is_final,
      runs.started_at
    from metrics.churn as native
    cross join (
      select min(day) as first_day, max(day) as last_day from metrics.days
    ) as published
    join metrics.fx_rates as own
      on own.day = least(native.period_end, published.last_day)
      and own.currency = own.reporting_currency
    left join metrics.fx_rates as opening
      on opening.day = greatest(native.period_start - 1, published.first_day)
      and opening.currency = native.currency
      and opening.reporting_currency = own.reporting_currency
    left join pipeline.runs as runs on runs.run_id = native.run_id
  ),

  totals as (
    select
      grain,
      period_start,
      period_end,
      reporting_currency as currency,
      nullif(sum(pipeline.known(opening_customers)), 'NaN') as opening_customers,
      nullif(sum(pipeline.known(churned_customers)), 'NaN') as churned_customers,
      nullif(sum(pipeline.known(voluntary)), 'NaN') as voluntary,
      nullif(sum(pipeline.known(involuntary)), 'NaN') as involuntary,
      nullif(sum(pipeline.known(unknown)), 'NaN') as unknown,
      nullif(sum(pipeline.converted(opening_mrr, opening_rate)), 'NaN') as opening_mrr,
      nullif(sum(pipeline.converted(lost_mrr, opening_rate)), 'NaN') as lost_mrr,
      nullif(sum(pipeline.converted(expansion_mrr, opening_rate)), 'NaN') as expansion_mrr,
      nullif(sum(pipeline.converted(added_mrr, opening_rate)), 'NaN') as added_mrr,
      case when min(margin) = max(margin) then max(margin) end as margin,
      bool_and(is_complete) as is_complete,
      (array_agg(run_id order by started_at desc nulls last))[1] as run_id,
      bool_and(is_final and rate_is_final) as is_final
    from converted
    group by grain, period_start, period_end, reporting_currency
  ),

  -- While a period is open, its rates are not known.
  divided as (
    select
      *,
      case when is_complete then nullif(opening_customers, 0) end as customers_of_opening,
      case when is_complete then nullif(opening_mrr, 0) end as mrr_of_opening,
      case when is_complete then nullif(lost_mrr, 0) end as mrr_lost
    from totals
  ),

  rated as (
    select
      *,
      round(churned_customers / customers_of_opening, 10) as logo_churn_rate
    from divided
  ),

  six_months as (
    select
      *,
      count(logo_churn_rate) over last_six as months,
      sum(logo_churn_rate) over last_six as rates,
      sum(churned_customers) filter (where is_complete) over last_six as churned_in_months
    from rated
    window last_six as (
      partition by grain, currency order by period_start rows between 5 preceding and current row
    )
  )

select
  months.grain,
  months.period_start,
  months.period_end,
  months.currency,
  months.opening_customers::bigint as opening_customers,
  months.churned_customers::bigint as churned_customers,
  months.voluntary::bigint as voluntary,
  months.involuntary::bigint as involuntary,
  months.unknown::bigint as unknown,
  months.logo_churn_rate,
  months.opening_mrr,
  months.lost_mrr,
  months.expansion_mrr,
  months.added_mrr,
  round(months.lost_mrr / months.mrr_of_opening, 10) as gross_mrr_churn_rate,
  round((months.lost_mrr - months.expansion_mrr) / months.mrr_of_opening, 10)
    as net_mrr_churn_rate,
  round(
    (months.opening_mrr - months.lost_mrr + months.expansion_mrr) / months.mrr_of_opening, 10
  ) as nrr,
  round((months.opening_mrr - months.lost_mrr) / months.mrr_of_opening, 10) as grr,
  round((months.added_mrr + months.expansion_mrr) / months.mrr_lost, 10) as quick_ratio,
  case
    when months.is_complete and months.churned_in_months >= 10
      then round(
        round(movements.closing_mrr / nullif(movements.closing_customers, 0), 10)
          * months.margin * months.months / months.rates,
        6
      )
  end as ltv,
  months.margin,
  months.is_complete,
  months.run_id,
  months.is_final
from six_months as months
left join metrics.mrr_movements_reporting as movements
  on months.grain = 'month'
  and movements.grain = months.grain
  and movements.period_start = months.period_start
  and movements.plan = 'all'
  and movements.currency = months.currency;

create view metrics.revenue_cohorts_reporting as
with
  rated as (
    select
      native.*,
      own.reporting_currency,
      month.rate as month_rate,
      cohort.rate as cohort_rate,
      own.is_final as rate_is_final,
      runs.started_at
    from metrics.revenue_cohorts as native
    cross join (select max(day) as last_day from metrics.days) as published
    join metrics.fx_rates as own
      on own.day = least(native.period_end, published.last_day)
      and own.currency = own.reporting_currency
    left join metrics.fx_rates as month
      on month.day = own.day
      and month.currency = native.currency
      and month.reporting_currency = own.reporting_currency
    left join metrics.fx_rates as cohort
      on cohort.day
        = least((native.cohort_month + interval '1 month')::date - 1, published.last_day)
      and cohort.currency = native.currency
      and cohort.reporting_currency = own.reporting_currency
    left join pipeline.runs as runs on runs.run_id = native.run_id
  ),

  of_months as (
    select
      *,
      net_revenue_to_date
        - coalesce(lag(net_revenue_to_date) over (
          partition by cohort_month, currency, reporting_currency order by age_months
        ), 0) as net_revenue
    from rated
  ),

  converted as (
    select
      *,
      sum(pipeline.converted(net_revenue, month_rate)) over (
        partition by cohort_month, currency, reporting_currency order by age_months
      ) as converted_revenue_to_date
    from of_months
  ),

  totals as (
    select
      cohort_month,
      age_months,
      reporting_currency as currency,
      period_start,
      period_end,
      nullif(sum(pipeline.known(customers)), 'NaN')::bigint as customers,
      nullif(sum(pipeline.known(paying_customers)), 'NaN')::bigint as paying_customers,
      nullif(sum(pipeline.converted(opening_mrr, cohort_rate)), 'NaN') as opening_mrr,
      nullif(sum(pipeline.converted(mrr, month_rate)), 'NaN') as mrr,
      nullif(sum(converted_revenue_to_date), 'NaN') as net_revenue_to_date,
      bool_and(is_complete) as is_complete,
      (array_agg(run_id order by started_at desc nulls last))[1] as run_id,
      bool_and(is_final and rate_is_final) as is_final
    from converted
    group by cohort_month, age_months, reporting_currency, period_start, period_end
  )

select
  cohort_month,
  age_months,
  currency,
  period_start,
  period_end,
  customers,
  paying_customers,
  opening_mrr,
  mrr,
  net_revenue_to_date,
  round(net_revenue_to_date / nullif(customers, 0), 10) as net_revenue_per_customer,
  is_complete,
  run_id,
  is_final
from totals;

create view metrics.revenue_daily_reporting as
with
  converted as (
    select
      native.*,
      own.reporting_currency,
      rate.rate,
      own.is_final as rate_is_final,
      runs.started_at
    from metrics.revenue_daily as native
    join metrics.fx_rates as own
      on own.day = native.day
      and own.currency = own.reporting_currency
    left join metrics.fx_rates as rate
      on rate.day = native.day
      and rate.currency = native.currency
      and rate.reporting_currency = own.reporting_currency
    left join pipeline.runs as runs on runs.run_id = native.run_id
  ),

  of_days as (
    select
      day,
      reporting_currency as currency,
      sum(pipeline.converted(gross, rate)) as gross,
      sum(pipeline.converted(refunds, rate)) as refunds,
      sum(pipeline.converted(net, rate)) as net,
      sum(pipeline.converted(subscription_net, rate)) as subscription_net,
      sum(pipeline.converted(one_off_net, rate)) as one_off_net,
      nullif(sum(pipeline.known(payers)), 'NaN')::bigint as payers,
      nullif(sum(pipeline.known(payers_30d)), 'NaN')::bigint as payers_30d,
      (array_agg(run_id order by started_at desc nulls last))[1] as run_id,
      bool_and(is_final and rate_is_final) as is_final
    from converted
    group by day, reporting_currency
  ),

  with_window as (
    select
      day,
      currency,
      nullif(gross, 'NaN') as gross,
      nullif(refunds, 'NaN') as refunds,
      nullif(net, 'NaN') as net,
      nullif(subscription_net, 'NaN') as subscription_net,
      nullif(one_off_net, 'NaN') as one_off_net,
      payers,
      payers_30d,
      nullif(
        sum(net) over (
          partition by currency order by day
          range between interval '29 days' preceding and current row
        ),
        'NaN'
      ) as net_30d,
      run_id,
      is_final
    from of_days
  )

select
  days.day,
  days.currency,
  days.gross,
  days.refunds,
  days.net,
  days.subscription_net,
  days.one_off_net,
  days.payers,
  days.payers_30d,
  days.net_30d,
  round(days.net_30d / nullif(active.mau, 0), 6) as arpu,
  round(days.net_30d / nullif(days.payers_30d, 0), 6) as arppu,
  round(days.net / nullif(active.dau, 0), 6) as arpu_daily,
  round(days.net / nullif(days.payers, 0), 6) as arppu_daily,
  days.run_id,
  days.is_final
from with_window as days
left join metrics.active_users_daily as active
  on active.day = days.day
  and active.segment = 'all'
  and active.segment_value = 'all';

create view metrics.payments_daily_reporting as
with
  converted as (
    select
      native.*,
      own.reporting_currency,
      rate.rate,
      own.is_final as rate_is_final,
      runs.started_at
    from metrics.payments_daily as native
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
      reporting_currency as currency,
      nullif(sum(pipeline.known(attempts)), 'NaN') as attempts,
      nullif(sum(pipeline.known(succeeded)), 'NaN') as succeeded,
      nullif(sum(pipeline.known(failed)), 'NaN') as failed,
      nullif(sum(pipeline.known(pending)), 'NaN') as pending,
      nullif(sum(pipeline.converted(amount_attempted, rate)), 'NaN') as amount_attempted,
      nullif(sum(pipeline.converted(amount_succeeded, rate)), 'NaN') as amount_succeeded,
      nullif(sum(pipeline.known(first_attempts)), 'NaN') as first_attempts,
      nullif(sum(pipeline.known(first_attempts_failed)), 'NaN') as first_attempts_failed,
      nullif(sum(pipeline.known(recovered_30d)), 'NaN') as recovered_30d,
      bool_and(recovery_is_complete) as recovery_is_complete,
      max(recovery_ends) as recovery_ends,
      case when bool_or(source = 'payments') then 'payments' else 'payments_and_invoices' end
        as source,
      (array_agg(run_id order by started_at desc nulls last))[1] as run_id,
      bool_and(is_final and rate_is_final) as is_final
    from converted
    group by day, reporting_currency
  )

select
  day,
  currency,
  attempts::bigint as attempts,
  succeeded::bigint as succeeded,
  failed::bigint as failed,
  pending::bigint as pending,
  round(succeeded / nullif(attempts, 0), 10) as success_rate,
  amount_attempted,
  amount_succeeded,
  round(amount_succeeded / nullif(amount_attempted, 0), 10) as amount_success_rate,
  first_attempts::bigint as first_attempts,
  first_attempts_failed::bigint as first_attempts_failed,
  round((first_attempts - first_attempts_failed) / nullif(first_attempts, 0), 10)
    as first_attempt_success_rate,
  recovered_30d::bigint as recovered_30d,
  case
    when recovery_is_complete
      then round(recovered_30d / nullif(first_attempts_failed, 0), 10)
  end as recovery_rate,
  recovery_is_complete,
  recovery_ends,
  source,
  run_id,
  is_final
from totals;

-- The columns mean what those of the native tables mean; what differs is said below.
do $$
declare
  view_column record;
begin
  for view_column in
    select of_view.relname, of_column.attname, col_description(of_table.oid, table_column.attnum) as meaning
    from (
      values
        ('subscriptions_daily'), ('mrr_movements'), ('churn'), ('revenue_cohorts'),
        ('revenue_daily'), ('payments_daily')
    ) as native (table_name)
    join pg_class as of_table
      on of_table.relname = native.table_name and of_table.relnamespace = 'metrics'::regnamespace
    join pg_class as of_view
      on of_view.relname = native.table_name || '_reporting'
      and of_view.relnamespace = 'metrics'::regnamespace
    join pg_attribute as of_column on of_column.attrelid = of_view.oid and of_column.attnum > 0
    join pg_attribute as table_column
      on table_column.attrelid = of_table.oid and table_column.attname = of_column.attname
  loop
    execute format(
      'comment on column metrics.%I.%I is %L',
      view_column.relname,
      view_column.attname,
      case view_column.attname
        when 'currency'
          then 'ISO 4217 code in upper case of the reporting currency; amounts of all currencies, converted and added up'
        when 'run_id'
          then 'The latest run that published one of the amounts; that of a rate is in fx_rates'
        when 'is_final'
          then 'Neither late rows nor another rate can change the row: all amounts and their rates are final'
        else view_column.meaning
      end);
  end loop;
end
$$;

comment on view metrics.subscriptions_daily_reporting is
  'subscriptions_daily in the reporting currency: one row a business day and plan, all for the total. Amounts x the rate of the day, exact; NULL where a rate is missing. A customer who pays in two currencies counts in each. Empty without a reporting currency.';
comment on view metrics.mrr_movements_reporting is
  'mrr_movements in the reporting currency: one row a day or month and plan, all for the total. Opening at the rate of the day before the period, everything else at that of its last published day; fx_mrr is what lies between. closing = opening + new + reactivation + expansion - contraction - churned + fx + restatement + transfers in - out, and every opening is the closing before it, exactly; NULL where a rate is missing. A customer who pays in two currencies counts in each, and one who changes currency churns in one and comes back in the other. Empty without a reporting currency.';
comment on column metrics.mrr_movements_reporting.opening_mrr is 'MRR before the period at the rates of the day before it; NULL in the period in which the history began with subscriptions in force';
comment on column metrics.mrr_movements_reporting.fx_mrr is 'What exchange rates moved: opening MRR x (rate of the last published day of the period - rate of the day before it), summed over the currencies; signed';
comment on view metrics.churn_reporting is
  'churn in the reporting currency: one row a month, a day for the 30 days that end on it, a month end for the 12 months that end on it. All amounts of a period x the rates of the day before it (of the first published day, where the period reaches back beyond it), also what was lost, added and gained later: at constant rates, so that a rate''s move is neither churn nor retention. It is fx_mrr of mrr_movements_reporting. NULL where a rate is missing. A customer who pays in two currencies counts in each. Empty without a reporting currency.';
comment on column metrics.churn_reporting.ltv is 'MRR per paying customer at the month''s end, at its rates, x margin / mean logo churn rate of the last 6 complete months, 6 decimals; NULL under 10 churned customers in them, and outside grain month';
comment on column metrics.churn_reporting.nrr is 'Net revenue retention at the rates of the day before the period: what the customers of the opening pay at the end / at the start, 10 decimals; NULL while the period is open';
comment on column metrics.churn_reporting.grr is 'Gross revenue retention at the rates of the day before the period: the same without what anybody pays more, between 0 and 1, 10 decimals; NULL while the period is open';
comment on view metrics.revenue_cohorts_reporting is
  'revenue_cohorts in the reporting currency: one row a cohort month and month of age. opening_mrr x the rate of the cohort month''s last published day, mrr x that of the month''s, so that mrr / opening_mrr moves with the rates too. NULL where a rate is missing. A customer who pays in two currencies counts in each. Empty without a reporting currency.';
comment on column metrics.revenue_cohorts_reporting.net_revenue_to_date is 'All that they paid up to the end of the month less what they got back, each month''s at the rate of its last published day, as the published rows don''t have the cohort''s days; what was before the cohort month at the rate of that month; NULL without payments';
comment on view metrics.revenue_daily_reporting is
  'revenue_daily in the reporting currency: one row a business day. Amounts x the rate of their own day, in the trailing 30 days too, exact; NULL where a rate is missing. Empty without a reporting currency.';
comment on column metrics.revenue_daily_reporting.payers is 'Users with a successful payment > 0 on the day; one who pays in two currencies counts in each';
comment on column metrics.revenue_daily_reporting.payers_30d is 'Users with a successful payment > 0 in the 30 days that end on the day; one who pays in two currencies counts in each';
comment on column metrics.revenue_daily_reporting.net_30d is 'Sum of net over the 30 days that end on the day, each at its own rate';
comment on view metrics.payments_daily_reporting is
  'payments_daily in the reporting currency: one row a business day, counts added up over the currencies, amounts x the rate of the day; NULL where a rate is missing. Empty without a reporting currency.';
comment on column metrics.payments_daily_reporting.amount_attempted is 'What the attempts were about, in the reporting currency';
