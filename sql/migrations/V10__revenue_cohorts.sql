-- Customers by the month in which they began to pay, and what became of them.

create table metrics.revenue_cohorts (
  cohort_month             date not null,
  age_months               integer not null,
  currency                 char(3) not null,
  period_start             date not null,
  period_end               date not null,
  customers                bigint not null,
  paying_customers         bigint,
  opening_mrr              numeric,
  mrr                      numeric,
  net_revenue_to_date      numeric,
  net_revenue_per_customer numeric,
  is_complete              boolean not null,
  run_id                   uuid not null,
  is_final                 boolean not null,
  primary key (cohort_month, age_months, currency)
);
comment on table metrics.revenue_cohorts is
  'What became of the customers who first had MRR at the end of a month: one row a cohort month, month of age and currency. Currencies are never added up.';
comment on column metrics.revenue_cohorts.cohort_month is 'First day of the month at whose end the customers had MRR for the first time';
comment on column metrics.revenue_cohorts.age_months is 'How many months after the cohort''s: 0 is the cohort''s own month';
comment on column metrics.revenue_cohorts.currency is 'ISO 4217 code in upper case; amounts are never added across currencies';
comment on column metrics.revenue_cohorts.period_start is 'First business day of the month of that age';
comment on column metrics.revenue_cohorts.period_end is 'Last business day of the month of that age, included';
comment on column metrics.revenue_cohorts.customers is 'Customers of the cohort, also those who pay nothing any more';
comment on column metrics.revenue_cohorts.paying_customers is 'Those of them with MRR above 0 at the end of the month; so far, while it is open';
comment on column metrics.revenue_cohorts.opening_mrr is 'What they paid a month at age 0';
comment on column metrics.revenue_cohorts.mrr is 'What they pay a month at the end of the month; so far, while it is open';
comment on column metrics.revenue_cohorts.net_revenue_to_date is 'All that they paid up to the end of the month less what they got back, also before they had MRR; NULL without payments';
comment on column metrics.revenue_cohorts.net_revenue_per_customer is 'net_revenue_to_date / customers, 10 decimals: the lifetime value that was observed; NULL without payments';
comment on column metrics.revenue_cohorts.is_complete is 'Whether the month is over; about time, not about late rows';
comment on column metrics.revenue_cohorts.run_id is 'The run that published the row''s figures';
comment on column metrics.revenue_cohorts.is_final is 'About late rows: the lookback after the last day of the row has passed, so that late rows no longer change it';
