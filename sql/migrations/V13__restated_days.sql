-- What lies behind the corrections of final days, which stay as they were published.

create table pipeline.restated_days (
  run_id        uuid not null references pipeline.runs,
  booked_on     date not null,
  day           date not null,
  currency      char(3) not null,
  subscriptions bigint not null,
  mrr_before    numeric not null,
  mrr_now       numeric not null,
  primary key (run_id, day, currency)
);
comment on table pipeline.restated_days is
  'One row a run, final day and currency of which the run learnt that its recurring revenue was another. The day stays as published; restatement_mrr of the day booked_on takes the difference of the last of these days.';
comment on column pipeline.restated_days.run_id is 'The run that learnt it';
comment on column pipeline.restated_days.booked_on is 'The earliest day that the run published: its restatement_mrr and restatement_customers hold the correction';
comment on column pipeline.restated_days.day is 'The final business day that it is about';
comment on column pipeline.restated_days.currency is 'ISO 4217 code in upper case';
comment on column pipeline.restated_days.subscriptions is 'Subscriptions whose MRR at the end of the day is known otherwise now';
comment on column pipeline.restated_days.mrr_before is 'Their MRR at the end of the day, as the run before knew it';
comment on column pipeline.restated_days.mrr_now is 'Their MRR at the end of the day, as this run knows it';

create view metrics.restated_days as
select run_id, booked_on, day, currency, subscriptions, mrr_before, mrr_now
from pipeline.restated_days;
comment on view metrics.restated_days is
  'What a correction of recurring revenue is about: one row a run, final day and currency of which the run learnt that its recurring revenue was another. The day stays as published; restatement_mrr of the day booked_on takes the difference of the last of these days.';
comment on column metrics.restated_days.run_id is 'The run that learnt it';
comment on column metrics.restated_days.booked_on is 'The earliest day that the run published: its restatement_mrr and restatement_customers hold the correction';
comment on column metrics.restated_days.day is 'The final business day that it is about';
comment on column metrics.restated_days.currency is 'ISO 4217 code in upper case';
comment on column metrics.restated_days.subscriptions is 'Subscriptions whose MRR at the end of the day is known otherwise now';
comment on column metrics.restated_days.mrr_before is 'Their MRR at the end of the day, as the run before knew it';
comment on column metrics.restated_days.mrr_now is 'Their MRR at the end of the day, as this run knows it';
