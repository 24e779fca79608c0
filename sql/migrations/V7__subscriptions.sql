-- Subscriptions, monthly recurring revenue and churn.

create table metrics.subscriptions_daily (
  day                     date not null,
  plan                    text not null,
  currency                char(3) not null,
  trialing                bigint,
  paying_customers        bigint,
  past_due                bigint,
  cancellations_requested bigint,
  mrr                     numeric,
  mrr_at_risk             numeric,
  trial_mrr               numeric,
  committed_mrr           numeric,
  arr                     numeric,
  arpa                    numeric,
  history_quality         text,
  run_id                  uuid not null,
  is_final                boolean not null,
  primary key (day, plan, currency)
);
comment on table metrics.subscriptions_daily is
  'One row a business day, currency and plan seen so far, zeros included. The rows with plan all are the total: use subscriptions_daily_total and subscriptions_daily_by_plan.';
comment on column metrics.subscriptions_daily.day is 'Business day';
comment on column metrics.subscriptions_daily.plan is 'Plan; all for the total of all plans, unknown where nothing tells';
comment on column metrics.subscriptions_daily.currency is 'ISO 4217 code in upper case; amounts are never added across currencies';
comment on column metrics.subscriptions_daily.trialing is 'Customers in trial at the end of the day';
comment on column metrics.subscriptions_daily.paying_customers is 'Customers with MRR above 0 at the end of the day';
comment on column metrics.subscriptions_daily.past_due is 'Paying customers who are past due and still in force, for at most 30 days';
comment on column metrics.subscriptions_daily.cancellations_requested is 'Paying customers who asked on the day to cancel, scheduled or at once, also when they took it back later';
comment on column metrics.subscriptions_daily.mrr is 'Monthly recurring revenue of what is in force at the end of the day';
comment on column metrics.subscriptions_daily.mrr_at_risk is 'The part of mrr that is past due';
comment on column metrics.subscriptions_daily.trial_mrr is 'What subscriptions in trial would pay a month; no part of mrr';
comment on column metrics.subscriptions_daily.committed_mrr is 'The part of mrr that is not scheduled to end';
comment on column metrics.subscriptions_daily.arr is 'mrr x 12: a run rate, not the revenue of a year';
comment on column metrics.subscriptions_daily.arpa is 'mrr / paying_customers, 10 decimals; NULL without paying customers';
comment on column metrics.subscriptions_daily.history_quality is 'How the subscriptions counted here are known, the weakest of them: observed, events, invoices or assumed; NULL where none is counted';
comment on column metrics.subscriptions_daily.run_id is 'The run that published the row''s figures';
comment on column metrics.subscriptions_daily.is_final is 'About late rows: the lookback after the last day of the row has passed, so that late rows no longer change it';

create table metrics.mrr_movements (
  grain                  text not null check (grain in ('day', 'month')),
  period_start           date not null,
  period_end             date not null,
  plan                   text not null,
  currency               char(3) not null,
  opening_mrr            numeric,
  new_mrr                numeric,
  reactivation_mrr       numeric,
  expansion_mrr          numeric,
  contraction_mrr        numeric,
  churned_mrr            numeric,
  fx_mrr                 numeric,
  restatement_mrr        numeric,
  transfer_in_mrr        numeric,
  transfer_out_mrr       numeric,
  closing_mrr            numeric,
  opening_customers      bigint,
  new_customers          bigint,
  reactivated_customers  bigint,
  churned_customers      bigint,
  transfer_in_customers  bigint,
  transfer_out_customers bigint,
  restatement_customers  bigint,
  closing_customers      bigint,
  is_complete            boolean not null,
  run_id                 uuid not null,
  is_final               boolean not null,
  primary key (grain, period_start, plan, currency)
);
comment on table metrics.mrr_movements is
  'How MRR moved from the opening to the close of each day and month, by plan and currency: closing = opening + new + reactivation + expansion - contraction - churned + fx + restatement + transfers in - out. The rows with plan all are the total: use mrr_movements_total and mrr_movements_by_plan.';
comment on column metrics.mrr_movements.grain is 'day or month';
comment on column metrics.mrr_movements.period_start is 'First business day of the period';
comment on column metrics.mrr_movements.period_end is 'Last business day of the period, included';
comment on column metrics.mrr_movements.plan is 'Plan; all for the total of all plans, unknown where nothing tells';
comment on column metrics.mrr_movements.currency is 'ISO 4217 code in upper case; amounts are never added across currencies';
comment on column metrics.mrr_movements.opening_mrr is 'MRR before the period, as it was published; NULL in the period in which the history began with subscriptions in force';
comment on column metrics.mrr_movements.new_mrr is 'MRR of customers who had none and never had any before the period';
comment on column metrics.mrr_movements.reactivation_mrr is 'MRR of customers who had none and had some before';
comment on column metrics.mrr_movements.expansion_mrr is 'What customers who had MRR pay more';
comment on column metrics.mrr_movements.contraction_mrr is 'What customers who still have MRR pay less, as a positive number';
comment on column metrics.mrr_movements.churned_mrr is 'MRR of customers who have none any more, as a positive number';
comment on column metrics.mrr_movements.fx_mrr is 'What exchange rates moved; 0 in the currency itself';
comment on column metrics.mrr_movements.restatement_mrr is 'Corrections of days that were final, booked here; signed';
comment on column metrics.mrr_movements.transfer_in_mrr is 'MRR that customers brought from another plan; 0 in the total';
comment on column metrics.mrr_movements.transfer_out_mrr is 'MRR that customers took to another plan, as a positive number; 0 in the total';
comment on column metrics.mrr_movements.closing_mrr is 'MRR at the end of the period; so far, while it is open';
comment on column metrics.mrr_movements.opening_customers is 'Customers with MRR above 0 before the period';
comment on column metrics.mrr_movements.new_customers is 'Customers who had no MRR and never had any before the period';
comment on column metrics.mrr_movements.reactivated_customers is 'Customers who had no MRR and had some before';
comment on column metrics.mrr_movements.churned_customers is 'Customers who have no MRR any more, as a positive number';
comment on column metrics.mrr_movements.transfer_in_customers is 'Paying customers who entered the plan; 0 in the total';
comment on column metrics.mrr_movements.transfer_out_customers is 'Paying customers who left the plan for another, as a positive number; 0 in the total';
comment on column metrics.mrr_movements.restatement_customers is 'Customers whom corrections of final days added or took away; signed';
comment on column metrics.mrr_movements.closing_customers is 'Customers with MRR above 0 at the end of the period; so far, while it is open';
comment on column metrics.mrr_movements.is_complete is 'Whether the period is over; about time, not about late rows';
comment on column metrics.mrr_movements.run_id is 'The run that published the row''s figures';
comment on column metrics.mrr_movements.is_final is 'About late rows: the lookback after the last day of the row has passed, so that late rows no longer change it';

create table metrics.churn (
  grain                text not null check (grain in ('month', 'rolling_30d', 'trailing_12m')),
  period_start         date not null,
  period_end           date not null,
  currency             char(3) not null,
  opening_customers    bigint,
  churned_customers    bigint,
  voluntary            bigint,
  involuntary          bigint,
  unknown              bigint,
  logo_churn_rate      numeric,
  opening_mrr          numeric,
  lost_mrr             numeric,
  expansion_mrr        numeric,
  added_mrr            numeric,
  gross_mrr_churn_rate numeric,
  net_mrr_churn_rate   numeric,
  nrr                  numeric,
  grr                  numeric,
  quick_ratio          numeric,
  ltv                  numeric,
  is_complete          boolean not null,
  run_id               uuid not null,
  is_final             boolean not null,
  primary key (grain, period_end, currency)
);
comment on table metrics.churn is
  'What became of the customers who paid when a period opened: one row a month, a day for the 30 days that end on it, a month end for the 12 months that end on it, and currency.';
comment on column metrics.churn.grain is 'month, rolling_30d (one a day) or trailing_12m (one a month end)';
comment on column metrics.churn.period_start is 'First business day of the period';
comment on column metrics.churn.period_end is 'Last business day of the period, included';
comment on column metrics.churn.currency is 'ISO 4217 code in upper case; amounts are never added across currencies';
comment on column metrics.churn.opening_customers is 'Customers with MRR above 0 before the period, corrections booked in it included';
comment on column metrics.churn.churned_customers is 'Those of them who have none at its end; so far, while it is open';
comment on column metrics.churn.voluntary is 'The churned customers who canceled';
comment on column metrics.churn.involuntary is 'The churned customers whose payment failed';
comment on column metrics.churn.unknown is 'The churned customers of whom nothing tells why: the subscription or account vanished, or costs nothing any more';
comment on column metrics.churn.logo_churn_rate is 'churned_customers / opening_customers, between 0 and 1, 10 decimals; NULL while the period is open';
comment on column metrics.churn.opening_mrr is 'MRR before the period, corrections booked in it included';
comment on column metrics.churn.lost_mrr is 'Contraction and churn of the customers of the opening, as a positive number';
comment on column metrics.churn.expansion_mrr is 'What customers of the opening pay more';
comment on column metrics.churn.added_mrr is 'MRR of customers who were not in the opening: new ones and those who came back';
comment on column metrics.churn.gross_mrr_churn_rate is 'lost_mrr / opening_mrr, between 0 and 1, 10 decimals; NULL while the period is open';
comment on column metrics.churn.net_mrr_churn_rate is '(lost_mrr - expansion_mrr) / opening_mrr, 10 decimals, negative where expansion outweighs; NULL while the period is open';
comment on column metrics.churn.nrr is 'Net revenue retention: what the customers of the opening pay at the end / at the start, 10 decimals; NULL while the period is open';
comment on column metrics.churn.grr is 'Gross revenue retention: the same without what anybody pays more, between 0 and 1, 10 decimals; NULL while the period is open';
comment on column metrics.churn.quick_ratio is '(added_mrr + expansion_mrr) / lost_mrr, 10 decimals; NULL while the period is open or nothing was lost';
comment on column metrics.churn.ltv is 'MRR per paying customer at the month''s end x margin / mean logo churn rate of the last 6 complete months, 6 decimals; NULL under 10 churned customers in them, and outside grain month';
comment on column metrics.churn.is_complete is 'Whether the period is over; about time, not about late rows';
comment on column metrics.churn.run_id is 'The run that published the row''s figures';
comment on column metrics.churn.is_final is 'About late rows: the lookback after the last day of the row has passed, so that late rows no longer change it';

create view metrics.subscriptions_daily_total as
select
  day, currency, trialing, paying_customers, past_due, cancellations_requested, mrr, mrr_at_risk,
  trial_mrr, committed_mrr, arr, arpa, history_quality, run_id, is_final
from metrics.subscriptions_daily
where plan = 'all';
comment on view metrics.subscriptions_daily_total is
  'Subscriptions of all plans together: one row a business day and currency.';

create view metrics.subscriptions_daily_by_plan as
select
  day, plan, currency, trialing, paying_customers, past_due, cancellations_requested, mrr,
  mrr_at_risk, trial_mrr, committed_mrr, arr, arpa, history_quality, run_id, is_final
from metrics.subscriptions_daily
where plan <> 'all';
comment on view metrics.subscriptions_daily_by_plan is
  'Subscriptions of each plan: one row a business day, plan and currency, without the totals. Customers with several plans count in each.';

create view metrics.mrr_movements_total as
select
  grain, period_start, period_end, currency, opening_mrr, new_mrr, reactivation_mrr, expansion_mrr,
  contraction_mrr, churned_mrr, fx_mrr, restatement_mrr, closing_mrr, opening_customers,
  new_customers, reactivated_customers, churned_customers, restatement_customers, closing_customers,
  is_complete, run_id, is_final
from metrics.mrr_movements
where plan = 'all';
comment on view metrics.mrr_movements_total is
  'MRR movements of all plans together: one row a day or month and currency.';

create view metrics.mrr_movements_by_plan as
select
  grain, period_start, period_end, plan, currency, opening_mrr, new_mrr, reactivation_mrr,
  expansion_mrr, contraction_mrr, churned_mrr, fx_mrr, restatement_mrr, transfer_in_mrr,
  transfer_out_mrr, closing_mrr, opening_customers, new_customers, reactivated_customers,
  churned_customers, transfer_in_customers, transfer_out_customers, restatement_customers,
  closing_customers, is_complete, run_id, is_final
from metrics.mrr_movements
where plan <> 'all';
comment on view metrics.mrr_movements_by_plan is
  'MRR movements of each plan: one row a day or month, plan and currency, without the totals.';

-- The columns of the views mean what those of their tables mean.
do $$
declare
  view_column record;
begin
  for view_column in
    select of_view.relname, of_column.attname, col_description(of_table.oid, table_column.attnum) as meaning
    from (
      values
        ('subscriptions_daily_total', 'metrics.subscriptions_daily'),
        ('subscriptions_daily_by_plan', 'metrics.subscriptions_daily'),
        ('mrr_movements_total', 'metrics.mrr_movements'),
        ('mrr_movements_by_plan', 'metrics.mrr_movements')
    ) as pair (view_name, table_name)
    join pg_class as of_view
      on of_view.relname = pair.view_name and of_view.relnamespace = 'metrics'::regnamespace
    join pg_attribute as of_column on of_column.attrelid = of_view.oid and of_column.attnum > 0
    join pg_class as of_table on of_table.oid = pair.table_name::regclass
    join pg_attribute as table_column
      on table_column.attrelid = of_table.oid and table_column.attname = of_column.attname
  loop
    execute format(
      'comment on column metrics.%I.%I is %L',
      view_column.relname, view_column.attname, view_column.meaning);
  end loop;
end
$$;
