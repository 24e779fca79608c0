-- Figures as other tools define them, for whoever compares with a dashboard of theirs. Each COMMENT
-- says whose definition it is, and how it differs from the project's own.

create view metrics.compat_mozilla_mau as
select
  day, dau, wau, mau_28 as mau, round(dau::numeric / nullif(mau_28, 0), 10) as intensity_of_use, run_id, is_final
from metrics.active_users_daily
where segment = 'all';
comment on view metrics.compat_mozilla_mau is
  'DAU, WAU and MAU as Mozilla defines them (docs.telemetry.mozilla.org, cookbooks/dau): MAU looks at 28 days, which hold four of each weekday, where mau of active_users_daily looks at 30. Mozilla counts profiles that sent a ping on a UTC day; here users who were active on a business day.';
comment on column metrics.compat_mozilla_mau.day is 'Business day';
comment on column metrics.compat_mozilla_mau.dau is 'Users active on the day';
comment on column metrics.compat_mozilla_mau.wau is 'Users active in the 7 days ending on the day';
comment on column metrics.compat_mozilla_mau.mau is 'Users active in the 28 days ending on the day';
comment on column metrics.compat_mozilla_mau.intensity_of_use is 'dau / mau of 28 days, between 0 and 1, 10 decimals; NULL without active users. stickiness of active_users_daily divides by that of 30 days';
comment on column metrics.compat_mozilla_mau.run_id is 'The run that published the row''s figures';
comment on column metrics.compat_mozilla_mau.is_final is 'About late rows: the lookback after the day has passed, so that late rows no longer change it';

create view pipeline.mrr_movements_30d as
select
  period_start as day,
  currency,
  case when count(opening_customers) over thirty_days = 30
    then first_value(opening_customers) over thirty_days end as opening_customers,
  case when count(opening_customers) over thirty_days = 30
    then sum(new_customers + reactivated_customers) over thirty_days end as gained_customers,
  case when count(opening_customers) over thirty_days = 30
    then sum(churned_customers) over thirty_days end as churned_customers,
  case when count(opening_mrr) over thirty_days = 30
    then first_value(opening_mrr) over thirty_days end as opening_mrr,
  case when count(opening_mrr) over thirty_days = 30
    then sum(churned_mrr + contraction_mrr) over thirty_days end as lost_mrr
from metrics.mrr_movements
where grain = 'day' and plan = 'all'
window thirty_days as (
  partition by currency order by period_start range between interval '29 days' preceding and current row
);
comment on view pipeline.mrr_movements_30d is
  'What moved in the 30 days that end on a day, day by day: one row a business day and currency. NULL where a day of them, or what came before it, is not known.';
comment on column pipeline.mrr_movements_30d.day is 'Business day with which the 30 days end';
comment on column pipeline.mrr_movements_30d.currency is 'ISO 4217, upper case';
comment on column pipeline.mrr_movements_30d.opening_customers is 'Customers who paid when the 30 days began';
comment on column pipeline.mrr_movements_30d.gained_customers is 'How often a customer began, or began again, to pay';
comment on column pipeline.mrr_movements_30d.churned_customers is 'How often a customer stopped paying';
comment on column pipeline.mrr_movements_30d.opening_mrr is 'MRR when the 30 days began';
comment on column pipeline.mrr_movements_30d.lost_mrr is 'MRR lost by contraction and churn, as a positive number';

create view metrics.compat_stripe_churn as
select
  day,
  currency,
  opening_customers as active_subscribers_30_days_ago,
  gained_customers as new_subscribers,
  churned_customers as churned_subscribers,
  round(churned_customers / nullif(opening_customers + gained_customers, 0), 10) as subscriber_churn_rate
from pipeline.mrr_movements_30d;
comment on view metrics.compat_stripe_churn is
  'Subscriber churn rate as Stripe Billing defines it (support.stripe.com, calculating-churn-rate-in-billing): churned subscribers of the last 30 days / (active subscribers 30 days ago + new ones in those 30 days). Who came and left within them is in both numbers, who left twice counts twice; logo_churn_rate of the table churn is about who paid at the start only and compares start and end. Stripe counts who is past due until canceled or unpaid, here for 30 days; who came and left within one day is in no number here.';
comment on column metrics.compat_stripe_churn.day is 'Business day with which the 30 days end';
comment on column metrics.compat_stripe_churn.currency is 'ISO 4217, upper case, of the subscriptions';
comment on column metrics.compat_stripe_churn.active_subscribers_30_days_ago is 'Customers who paid when the 30 days began; NULL where a day of them is not known';
comment on column metrics.compat_stripe_churn.new_subscribers is 'How often a customer began, or began again, to pay in the 30 days; NULL where a day of them is not known';
comment on column metrics.compat_stripe_churn.churned_subscribers is 'How often a customer stopped paying in the 30 days; NULL where a day of them is not known';
comment on column metrics.compat_stripe_churn.subscriber_churn_rate is 'churned_subscribers / (active_subscribers_30_days_ago + new_subscribers), between 0 and 1, 10 decimals; NULL without any, and where a part is not known';

create view metrics.compat_baremetrics_churn as
select
  day,
  currency,
  opening_customers as active_customers_30_days_ago,
  churned_customers as cancelled_customers,
  round(churned_customers / nullif(opening_customers, 0), 10) as user_churn_rate,
  opening_mrr as mrr_30_days_ago,
  lost_mrr,
  round(lost_mrr / nullif(opening_mrr, 0), 10) as revenue_churn_rate
from pipeline.mrr_movements_30d;
comment on view metrics.compat_baremetrics_churn is
  'User and revenue churn as Baremetrics defines them (help.baremetrics.com, user-and-revenue-churn): customers lost in the last 30 days / customers 30 days ago, and MRR lost to downgrades and cancellations in them / MRR 30 days ago. Losses of customers who came within the 30 days are among them, so that a rate can exceed 1; logo_churn_rate and gross_mrr_churn_rate of the table churn count those of the start only, and compare start and end. Baremetrics takes 365 days for annual plans; here all plans are taken together.';
comment on column metrics.compat_baremetrics_churn.day is 'Business day with which the 30 days end';
comment on column metrics.compat_baremetrics_churn.currency is 'ISO 4217, upper case; the unit of the amounts';
comment on column metrics.compat_baremetrics_churn.active_customers_30_days_ago is 'Customers who paid when the 30 days began; NULL where a day of them is not known';
comment on column metrics.compat_baremetrics_churn.cancelled_customers is 'How often a customer stopped paying in the 30 days; NULL where a day of them is not known';
comment on column metrics.compat_baremetrics_churn.user_churn_rate is 'cancelled_customers / active_customers_30_days_ago, 10 decimals; NULL without any, and where a part is not known';
comment on column metrics.compat_baremetrics_churn.mrr_30_days_ago is 'MRR when the 30 days began; NULL where a day of them is not known';
comment on column metrics.compat_baremetrics_churn.lost_mrr is 'MRR lost by contraction and churn in the 30 days, as a positive number; NULL where a day of them is not known';
comment on column metrics.compat_baremetrics_churn.revenue_churn_rate is 'lost_mrr / mrr_30_days_ago, 10 decimals; NULL without any, and where a part is not known';

create view metrics.compat_chartmogul_churn as
select
  months.period_start as month,
  months.currency,
  churn.opening_customers,
  churn.churned_customers,
  churn.logo_churn_rate as customer_churn_rate,
  round(days.customer_churn_rate, 10) as customer_churn_rate_of_days,
  months.opening_mrr,
  round((months.churned_mrr + months.contraction_mrr) / nullif(months.opening_mrr, 0), 10) as gross_mrr_churn_rate,
  round(
    (months.churned_mrr + months.contraction_mrr - months.expansion_mrr - months.reactivation_mrr)
      / nullif(months.opening_mrr, 0),
    10
  ) as net_mrr_churn_rate
from metrics.mrr_movements as months
join metrics.churn
  on churn.grain = 'month'
  and churn.currency = months.currency
  and churn.period_end = (months.period_start + interval '1 month')::date - 1
cross join lateral (
  select
    case when count(opening_customers) = churn.period_end - months.period_start + 1
      then sum(churned_customers::numeric / nullif(opening_customers, 0)) end as customer_churn_rate
  from metrics.mrr_movements
  where grain = 'day'
    and plan = 'all'
    and currency = months.currency
    and period_start between months.period_start and churn.period_end
) as days
where months.grain = 'month' and months.plan = 'all' and months.is_complete;
comment on view metrics.compat_chartmogul_churn is
  'Churn rates of complete months as ChartMogul defines them (help.chartmogul.com, articles 203359321 and 203359341). Standard formula: customers at the start who churned / customers at the start; (churn + contraction) and (churn + contraction - expansion - reactivation) / MRR at the start. net_mrr_churn_rate of the table churn does not take reactivation off. ChartMogul counts a customer of the start who left and came back within the month as churned, here movements of a month compare its start and end. The formula that it recommends for consumer businesses adds up the rates of the days.';
comment on column metrics.compat_chartmogul_churn.month is 'First day of the calendar month';
comment on column metrics.compat_chartmogul_churn.currency is 'ISO 4217, upper case; the unit of the amounts';
comment on column metrics.compat_chartmogul_churn.opening_customers is 'Customers who paid at the start of the month';
comment on column metrics.compat_chartmogul_churn.churned_customers is 'Those of them who did not at its end';
comment on column metrics.compat_chartmogul_churn.customer_churn_rate is 'churned_customers / opening_customers, between 0 and 1, 10 decimals; NULL without customers at the start';
comment on column metrics.compat_chartmogul_churn.customer_churn_rate_of_days is 'Sum over the days of the month of the customers lost on the day / those at its start, 10 decimals; NULL where a day is not known';
comment on column metrics.compat_chartmogul_churn.opening_mrr is 'MRR at the start of the month';
comment on column metrics.compat_chartmogul_churn.gross_mrr_churn_rate is '(churned + contraction) / opening MRR, 10 decimals; NULL without MRR at the start';
comment on column metrics.compat_chartmogul_churn.net_mrr_churn_rate is '(churned + contraction - expansion - reactivation) / opening MRR, 10 decimals, negative where more was gained than lost; NULL without MRR at the start';
