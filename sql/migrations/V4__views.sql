-- Views and functions for analysts.

create view metrics.active_users_daily_total as
select
  day, dau, wau, mau, mau_28, stickiness, stickiness_7d, dau_wau, new_users, returning_users,
  resurrected_users, dormant_users, signups, run_id, is_final
from metrics.active_users_daily
where segment = 'all';
comment on view metrics.active_users_daily_total is
  'Active users of everybody: one row a business day. Users are distinct: days do not add up to longer windows.';

create view metrics.active_users_daily_by_segment as
select
  day, segment, segment_value, dau, wau, mau, mau_28, stickiness, stickiness_7d, dau_wau, new_users,
  returning_users, resurrected_users, dormant_users, signups, run_id, is_final
from metrics.active_users_daily
where segment <> 'all';
comment on view metrics.active_users_daily_by_segment is
  'Active users of each part: one row a business day, segment and value, without the totals.';

create view metrics.runs as
select
  run_id, job, first_day, last_day, state, started_at, ended_at, exit_code, cause, version,
  rows_read, rows_published
from pipeline.runs;
comment on view metrics.runs is 'One row a run that computed something: what the run_id of a published row stands for';

create view metrics.restatements as
select id, table_name, key, column_name, old_value, new_value, cause, run_id, restated_at
from pipeline.restatements;
comment on view metrics.restatements is
  'One row a published figure that changed. The first publication of a figure, and changes while its period is open, are not among them.';

create view metrics.definitions as
select metric, version, sha256, valid_from_run
from pipeline.definitions;
comment on view metrics.definitions is 'Every definition under which figures were published; a version has one hash for ever';

-- Replaced by the first run with one branch a headline figure of the catalog.
create view metrics.metric_values as
select
  null::text as metric,
  null::text as grain,
  null::date as day,
  null::date as period_start,
  null::text as segment,
  null::text as segment_value,
  null::char(3) as currency,
  null::numeric as value,
  null::text as unit,
  null::boolean as is_complete,
  null::boolean as is_final
where false;
comment on view metrics.metric_values is
  'Every headline figure in one long table, unique on metric, grain, day, segment, segment_value and currency. (Empty until the first run.)';
comment on column metrics.metric_values.metric is 'Name of the figure, as in the dictionary of metrics';
comment on column metrics.metric_values.grain is 'day, week or month';
comment on column metrics.metric_values.day is 'Last business day of the period';
comment on column metrics.metric_values.period_start is 'First business day of the period; the day itself for grain day';
comment on column metrics.metric_values.segment is 'all for everybody, else what the figure is broken down by';
comment on column metrics.metric_values.segment_value is 'all for everybody, else the part';
comment on column metrics.metric_values.currency is 'ISO 4217, upper case; NULL for figures that are no money';
comment on column metrics.metric_values.value is 'The figure; NULL where it is not known';
comment on column metrics.metric_values.unit is 'users, count, rate (of a part, 0.25 is 25 %), ratio, currency (that of the row) or seconds';
comment on column metrics.metric_values.is_complete is 'About time: the period is over';
comment on column metrics.metric_values.is_final is 'About late rows: the lookback after the period''s end has passed, so that late rows no longer change it';

-- The columns of the other views mean what those of their tables mean.
do $$
declare
  view_column record;
begin
  for view_column in
    select of_view.relname, of_column.attname, col_description(of_table.oid, table_column.attnum) as meaning
    from (
      values
        ('active_users_daily_total', 'metrics.active_users_daily'),
        ('active_users_daily_by_segment', 'metrics.active_users_daily'),
        ('runs', 'pipeline.runs'),
        ('restatements', 'pipeline.restatements'),
        ('definitions', 'pipeline.definitions')
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

create function metrics.active_users(first_day date, last_day date)
returns bigint
language plpgsql
stable
parallel safe
as $$
declare
  first_published date;
  last_published  date;
begin
  if active_users.first_day > active_users.last_day then
    raise exception 'Invalid window: % to % (the first day must not be after the last)',
      active_users.first_day, active_users.last_day
      using errcode = 'invalid_parameter_value';
  end if;
  if active_users.last_day - active_users.first_day >= 366 then
    raise exception 'Invalid window: % to %, % days (must be at most 366)',
      active_users.first_day, active_users.last_day,
      active_users.last_day - active_users.first_day + 1
      using errcode = 'invalid_parameter_value';
  end if;

  select
    least((select min(days.day) from metrics.days), (select min(gap.day) from metrics.activity_gaps_daily as gap)),
    greatest((select max(days.day) from metrics.days), (select max(gap.day) from metrics.activity_gaps_daily as gap))
  into first_published, last_published;

  if active_users.first_day is null or active_users.last_day is null
    or last_published is null or active_users.last_day > last_published
  then
    return null;
  end if;

  -- Somebody active before the first published day is missing from a window that begins earlier.
  if active_users.first_day < first_published
    and exists (
      select
      from metrics.activity_gaps_daily as gap
      where gap.gap_days > 0 and gap.day - gap.gap_days < first_published
    )
  then
    return null;
  end if;

  return (
    select coalesce(sum(gap.users), 0)
    from metrics.activity_gaps_daily as gap
    where
      gap.day between active_users.first_day and active_users.last_day
      and (gap.gap_days = 0 or gap.gap_days > gap.day - active_users.first_day)
  );
end
$$;
comment on function metrics.active_users(date, date) is
  'The exact number of distinct users active from first_day to last_day, both included: a window of at most 366 days. NULL where the window reaches beyond the published days, unless nobody was active before these.';
