-- Schema metrics: what analysts query. Names, meaning and types stay; tables are altered, never
-- dropped and made again, so that views on them stay.

comment on schema metrics is
  'Published business metrics. Every row says which run published it; all tables of a day change in one transaction.';

create table metrics.active_users_daily (
  day               date not null,
  segment           text not null,
  segment_value     text not null,
  dau               bigint,
  wau               bigint,
  mau               bigint,
  mau_28            bigint,
  stickiness        numeric,
  stickiness_7d     numeric,
  dau_wau           numeric,
  new_users         bigint,
  returning_users   bigint,
  resurrected_users bigint,
  dormant_users     bigint,
  signups           bigint,
  run_id            uuid not null,
  is_final          boolean not null,
  primary key (day, segment, segment_value)
);
comment on table metrics.active_users_daily is
  'Active users by day: one row a business day and segment. Users are distinct, so only what is marked so adds up; use active_users_daily_total and active_users_daily_by_segment.';
comment on column metrics.active_users_daily.day is 'Business day';
comment on column metrics.active_users_daily.segment is 'all for everybody, else what the users are broken down by';
comment on column metrics.active_users_daily.segment_value is 'all for everybody, else the part';
comment on column metrics.active_users_daily.dau is 'Users active on the day';
comment on column metrics.active_users_daily.wau is 'Users active in the 7 days ending on the day';
comment on column metrics.active_users_daily.mau is 'Users active in the 30 days ending on the day';
comment on column metrics.active_users_daily.mau_28 is 'Users active in the 28 days ending on the day, which hold four of each weekday';
comment on column metrics.active_users_daily.stickiness is 'dau / mau, between 0 and 1; NULL without active users';
comment on column metrics.active_users_daily.stickiness_7d is 'Sum of dau over sum of mau of the 7 days ending on the day, between 0 and 1; NULL without active users';
comment on column metrics.active_users_daily.dau_wau is 'dau / wau, between 0 and 1; NULL without active users';
comment on column metrics.active_users_daily.new_users is 'Users active on the day for the first time ever';
comment on column metrics.active_users_daily.returning_users is 'Users active on the day and on the day before';
comment on column metrics.active_users_daily.resurrected_users is 'Users active on the day, not on the day before, and some time earlier';
comment on column metrics.active_users_daily.dormant_users is 'Users active on the day before and not on the day';
comment on column metrics.active_users_daily.signups is 'Accounts created on the day, internal ones left out; NULL where the source gives no accounts';
comment on column metrics.active_users_daily.run_id is 'The run that published the row''s figures';
comment on column metrics.active_users_daily.is_final is 'About late rows: the lookback after the day has passed, so that late rows no longer change it';

create table metrics.active_users_calendar (
  grain             text not null check (grain in ('week', 'month')),
  period_start      date not null,
  period_end        date not null,
  active_users      bigint,
  new_users         bigint,
  returning_users   bigint,
  resurrected_users bigint,
  dormant_users     bigint,
  signups           bigint,
  is_complete       boolean not null,
  run_id            uuid not null,
  is_final          boolean not null,
  primary key (grain, period_start)
);
comment on table metrics.active_users_calendar is
  'Active users by calendar week and month: one row a grain and period. Not a rolling window; for those see active_users_daily.';
comment on column metrics.active_users_calendar.grain is 'week or month';
comment on column metrics.active_users_calendar.period_start is 'First business day of the period';
comment on column metrics.active_users_calendar.period_end is 'Last business day of the period, included';
comment on column metrics.active_users_calendar.active_users is 'Users active in the period; so far, while it is open';
comment on column metrics.active_users_calendar.new_users is 'Users whose first active period ever this is';
comment on column metrics.active_users_calendar.returning_users is 'Users active in this period and in the one before';
comment on column metrics.active_users_calendar.resurrected_users is 'Users active in this period, not in the one before, and some time earlier';
comment on column metrics.active_users_calendar.dormant_users is 'Users active in the period before and not in this one; NULL while it is open';
comment on column metrics.active_users_calendar.signups is 'Accounts created in the period, internal ones left out; NULL where the source gives no accounts';
comment on column metrics.active_users_calendar.is_complete is 'About time: the period is over. While it is not, the counts are those so far';
comment on column metrics.active_users_calendar.run_id is 'The run that published the row''s figures';
comment on column metrics.active_users_calendar.is_final is 'About late rows: the lookback after the period''s end has passed, so that late rows no longer change it';

create table metrics.activity_gaps_daily (
  day      date not null,
  gap_days integer not null check (gap_days >= 0),
  users    bigint not null,
  run_id   uuid not null,
  is_final boolean not null,
  primary key (day, gap_days)
);
comment on table metrics.activity_gaps_daily is
  'Active users of a day by the number of days since they were active before. Additive: it gives the exact number of users active in any window, see function active_users. Gaps that nobody has are left out.';
comment on column metrics.activity_gaps_daily.day is 'Business day';
comment on column metrics.activity_gaps_daily.gap_days is 'Days since the previous active day; 0 for the first active day ever';
comment on column metrics.activity_gaps_daily.users is 'Users active on the day with this gap';
comment on column metrics.activity_gaps_daily.run_id is 'The run that published the row''s figures';
comment on column metrics.activity_gaps_daily.is_final is 'About late rows: the lookback after the day has passed, so that late rows no longer change it';

create table metrics.active_day_histogram (
  day         date not null,
  window_days integer not null,
  active_days integer not null,
  users       bigint not null,
  run_id      uuid not null,
  is_final    boolean not null,
  primary key (day, window_days, active_days)
);
comment on table metrics.active_day_histogram is
  'Users by the number of days on which they were active in the last 7 and the last 28 days: one row a day, window and number of days. Numbers that nobody has are left out.';
comment on column metrics.active_day_histogram.day is 'Last business day of the window, included';
comment on column metrics.active_day_histogram.window_days is 'Length of the window in days: 7 or 28';
comment on column metrics.active_day_histogram.active_days is 'Number of days in the window on which the user was active, from 1';
comment on column metrics.active_day_histogram.users is 'Users with so many active days';
comment on column metrics.active_day_histogram.run_id is 'The run that published the row''s figures';
comment on column metrics.active_day_histogram.is_final is 'About late rows: the lookback after the day has passed, so that late rows no longer change it';

create table metrics.revenue_daily (
  day              date not null,
  currency         char(3) not null,
  gross            numeric,
  refunds          numeric,
  net              numeric,
  subscription_net numeric,
  one_off_net      numeric,
  payers           bigint,
  payers_30d       bigint,
  net_30d          numeric,
  arpu             numeric,
  arppu            numeric,
  arpu_daily       numeric,
  arppu_daily      numeric,
  run_id           uuid not null,
  is_final         boolean not null,
  primary key (day, currency)
);
comment on table metrics.revenue_daily is
  'Cash by day in its own currency: one row a business day and currency seen so far, zeros included. Currencies are never added up.';
comment on column metrics.revenue_daily.day is 'Business day';
comment on column metrics.revenue_daily.currency is 'ISO 4217, upper case; the unit of every amount in the row';
comment on column metrics.revenue_daily.gross is 'Cash received on the day, before fees and tax';
comment on column metrics.revenue_daily.refunds is 'Cash given back on the day, as a positive number, whenever it had been paid';
comment on column metrics.revenue_daily.net is 'gross - refunds';
comment on column metrics.revenue_daily.subscription_net is 'The part of net that belongs to subscriptions';
comment on column metrics.revenue_daily.one_off_net is 'The part of net that belongs to one-off purchases';
comment on column metrics.revenue_daily.payers is 'Users who paid something on the day';
comment on column metrics.revenue_daily.payers_30d is 'Users who paid something in the 30 days ending on the day';
comment on column metrics.revenue_daily.net_30d is 'Sum of net over the 30 days ending on the day';
comment on column metrics.revenue_daily.arpu is 'net_30d / monthly active users of the day, per user; NULL without active users';
comment on column metrics.revenue_daily.arppu is 'net_30d / payers_30d, per payer; NULL without payers';
comment on column metrics.revenue_daily.arpu_daily is 'net / daily active users, per user; NULL without active users';
comment on column metrics.revenue_daily.arppu_daily is 'net / payers, per payer; NULL without payers';
comment on column metrics.revenue_daily.run_id is 'The run that published the row''s figures';
comment on column metrics.revenue_daily.is_final is 'About late rows: the lookback after the day has passed, so that late rows no longer change it';

create table metrics.days (
  day          date primary key,
  zone         text not null,
  starts_at    timestamptz not null,
  ends_at      timestamptz not null,
  published_at timestamptz not null,
  data_version integer not null check (data_version >= 1),
  run_id       uuid not null,
  is_final     boolean not null,
  check (starts_at < ends_at)
);
comment on table metrics.days is 'One row a published business day: how fresh its figures are, and when it began and ended';
comment on column metrics.days.day is 'Business day';
comment on column metrics.days.zone is 'IANA zone of the business days';
comment on column metrics.days.starts_at is 'The instant at which the day began; what a chart tool should plot';
comment on column metrics.days.ends_at is 'The instant at which the day ended, no longer part of it; 23 or 25 hours later where the clock changes';
comment on column metrics.days.published_at is 'When the current version of the day''s figures was published';
comment on column metrics.days.data_version is '1 at first, one more whenever a figure of the day changed';
comment on column metrics.days.run_id is 'The run that published the current version';
comment on column metrics.days.is_final is 'About late rows: the lookback after the day has passed, so that late rows no longer change it';
