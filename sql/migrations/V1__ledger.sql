-- Schema pipeline: how the figures came to be. Analysts see what they need of it through views in
-- schema metrics.

comment on schema pipeline is
  'How the published figures came to be: runs, checks, versions, restatements. Staging tables and the migration history live here too.';

create table pipeline.installation (
  only_one   boolean primary key default true check (only_one),
  zone       text not null,
  source     text not null,
  created_at timestamptz not null
);
comment on table pipeline.installation is
  'One row: the zone and the source whose figures this database holds. A job of another zone or source is refused.';
comment on column pipeline.installation.only_one is 'Always true, so that there is one row at most';
comment on column pipeline.installation.zone is 'IANA zone of the business days';
comment on column pipeline.installation.source is 'What identifies the source, without secrets';
comment on column pipeline.installation.created_at is 'When the first run claimed the database';

create table pipeline.runs (
  run_id          uuid primary key,
  job             text not null,
  first_day       date not null,
  last_day        date not null,
  state           text not null
    check (state in ('running', 'published', 'refused', 'failed', 'cancelled', 'abandoned')),
  started_at      timestamptz not null,
  ended_at        timestamptz,
  exit_code       integer,
  cause           text,
  host            text not null,
  pid             bigint not null,
  version         text not null,
  source_snapshot text,
  rows_read       bigint,
  rows_published  bigint,
  check (first_day <= last_day)
);
create index runs_started_at on pipeline.runs (started_at);
create index runs_running on pipeline.runs (run_id) where state = 'running';
comment on table pipeline.runs is 'One row a run that computed something';
comment on column pipeline.runs.run_id is 'The id that every published row carries';
comment on column pipeline.runs.job is 'Name of the job';
comment on column pipeline.runs.first_day is 'First business day that the run computes';
comment on column pipeline.runs.last_day is 'Last business day that the run computes, included';
comment on column pipeline.runs.state is
  'running; published (all of it is visible); refused (by a check); failed; cancelled; abandoned (the process died, a later run wrote this)';
comment on column pipeline.runs.started_at is 'When it began';
comment on column pipeline.runs.ended_at is 'When it ended; NULL while it runs';
comment on column pipeline.runs.exit_code is 'What the process told its caller; NULL while it runs or when it died';
comment on column pipeline.runs.cause is 'Why it ended as it did, in the words that the operator read; NULL when all went well';
comment on column pipeline.runs.host is 'Machine that it ran on';
comment on column pipeline.runs.pid is 'Process id on that machine';
comment on column pipeline.runs.version is 'Version of the pipeline';
comment on column pipeline.runs.source_snapshot is 'Snapshot of the source that all reads of the run shared';
comment on column pipeline.runs.rows_read is 'Rows read from the source; NULL until published';
comment on column pipeline.runs.rows_published is 'Rows of the published tables that the run stands behind, changed or not; NULL until published';

create table pipeline.run_steps (
  run_id     uuid not null references pipeline.runs,
  step       text not null,
  started_at timestamptz not null,
  ended_at   timestamptz,
  state      text not null check (state in ('running', 'done', 'failed', 'skipped')),
  rows_in    bigint,
  rows_out   bigint,
  message    text,
  primary key (run_id, step)
);
comment on table pipeline.run_steps is 'One row a step of a run';
comment on column pipeline.run_steps.run_id is 'The run';
comment on column pipeline.run_steps.step is 'Name of the step';
comment on column pipeline.run_steps.started_at is 'When it began';
comment on column pipeline.run_steps.ended_at is 'When it ended; NULL while it runs';
comment on column pipeline.run_steps.state is 'running, done, failed or skipped';
comment on column pipeline.run_steps.rows_in is 'Rows that the step read; NULL where it counts none';
comment on column pipeline.run_steps.rows_out is 'Rows that the step wrote; NULL where it counts none';
comment on column pipeline.run_steps.message is 'What there is to say about it, or why it failed';

create table pipeline.check_results (
  run_id          uuid not null references pipeline.runs,
  check_name      text not null,
  day             date not null,
  severity        text not null check (severity in ('warn', 'fail')),
  passed          boolean not null,
  expected        text,
  actual          text,
  message         text not null,
  accepted_reason text,
  primary key (run_id, check_name, day)
);
comment on table pipeline.check_results is
  'How the checks of a run came out: one row a check that passed, one row a check and offending day otherwise';
comment on column pipeline.check_results.run_id is 'The run';
comment on column pipeline.check_results.check_name is 'metric.check';
comment on column pipeline.check_results.day is 'The offending day; the run''s last day where the check passed or named none';
comment on column pipeline.check_results.severity is 'fail refuses the run, warn is only written down';
comment on column pipeline.check_results.passed is 'Whether there was no offending row';
comment on column pipeline.check_results.expected is 'What the day''s first offending row should say';
comment on column pipeline.check_results.actual is 'What the day''s first offending row says';
comment on column pipeline.check_results.message is 'What the check means, and how many rows offend; or the error that it ended with';
comment on column pipeline.check_results.accepted_reason is 'Why an operator published despite the failure; NULL where nobody did';

create table pipeline.day_versions (
  day          date not null,
  data_version integer not null check (data_version >= 1),
  run_id       uuid not null references pipeline.runs,
  published_at timestamptz not null,
  primary key (day, data_version)
);
comment on table pipeline.day_versions is 'Every version of a day''s figures that was ever current';
comment on column pipeline.day_versions.day is 'Business day';
comment on column pipeline.day_versions.data_version is '1 at first, one more whenever a figure of the day changed';
comment on column pipeline.day_versions.run_id is 'The run that published the version';
comment on column pipeline.day_versions.published_at is 'When it was published';

create table pipeline.fact_versions (
  fact       text not null,
  day        date not null,
  run_id     uuid not null references pipeline.runs,
  path       text not null,
  rows       bigint not null check (rows >= 0),
  sha256     text not null,
  is_current boolean not null,
  primary key (fact, day, run_id)
);
create unique index fact_versions_current on pipeline.fact_versions (fact, day) where is_current;
comment on table pipeline.fact_versions is
  'The files of each fact and day as each run wrote them; one version of a day is current';
comment on column pipeline.fact_versions.fact is 'Name of the fact, such as user_day';
comment on column pipeline.fact_versions.day is 'Business day';
comment on column pipeline.fact_versions.run_id is 'The run that wrote the files';
comment on column pipeline.fact_versions.path is 'Where they are';
comment on column pipeline.fact_versions.rows is 'Rows in them';
comment on column pipeline.fact_versions.sha256 is 'Of their content, in hexadecimal';
comment on column pipeline.fact_versions.is_current is 'Whether later runs read this version';

create table pipeline.run_definitions (
  run_id  uuid not null references pipeline.runs,
  metric  text not null,
  version integer not null,
  sha256  text not null,
  primary key (run_id, metric)
);
comment on table pipeline.run_definitions is 'The definitions that each run published under';
comment on column pipeline.run_definitions.run_id is 'The run';
comment on column pipeline.run_definitions.metric is 'Name of the metric';
comment on column pipeline.run_definitions.version is 'Version of its definition';
comment on column pipeline.run_definitions.sha256 is 'Of the definition and the job keys that it reads, in hexadecimal';

create table pipeline.restatements (
  id          bigint generated always as identity primary key,
  table_name  text not null,
  key         jsonb not null,
  column_name text not null,
  old_value   text,
  new_value   text,
  cause       text not null
    check (cause in ('late_data', 'definition_change', 'source_correction', 'requested')),
  run_id      uuid not null,
  restated_at timestamptz not null
);
create index restatements_run on pipeline.restatements (run_id);
comment on table pipeline.restatements is
  'One row a published figure that changed. The first publication of a figure, and changes while its period is open, are not among them.';
comment on column pipeline.restatements.id is 'Counts up';
comment on column pipeline.restatements.table_name is 'Table in schema metrics';
comment on column pipeline.restatements.key is 'The primary key of the row, by column';
comment on column pipeline.restatements.column_name is 'The column that changed';
comment on column pipeline.restatements.old_value is 'What it said; NULL where it was not known or the row is new';
comment on column pipeline.restatements.new_value is 'What it says since; NULL where it is not known or the row is gone';
comment on column pipeline.restatements.cause is
  'late_data (rows of the source came late), source_correction (the source no longer says what it said), definition_change, or requested (a backfill that somebody asked for)';
comment on column pipeline.restatements.run_id is 'The run that changed it';
comment on column pipeline.restatements.restated_at is 'When';

create table pipeline.quarantine (
  id           bigint generated always as identity primary key,
  run_id       uuid not null references pipeline.runs,
  source_table text not null,
  row_key      text not null,
  reason       text not null,
  day          date
);
create index quarantine_run on pipeline.quarantine (run_id);
comment on table pipeline.quarantine is 'Rows of the source that could not be used; never any personal data';
comment on column pipeline.quarantine.id is 'Counts up';
comment on column pipeline.quarantine.run_id is 'The run that put the row aside';
comment on column pipeline.quarantine.source_table is 'The relation that it came from';
comment on column pipeline.quarantine.row_key is 'Its id, or file and line';
comment on column pipeline.quarantine.reason is 'Why it could not be used';
comment on column pipeline.quarantine.day is 'The business day it is about; NULL where that is not known';

create table pipeline.definitions (
  metric         text not null,
  version        integer not null,
  sha256         text not null,
  valid_from_run uuid not null references pipeline.runs,
  primary key (metric, version)
);
comment on table pipeline.definitions is 'Every definition under which figures were published; a version has one hash for ever';
comment on column pipeline.definitions.metric is 'Name of the metric';
comment on column pipeline.definitions.version is 'Raised whenever the meaning changes';
comment on column pipeline.definitions.sha256 is 'Of the definition and the job keys that it reads, in hexadecimal';
comment on column pipeline.definitions.valid_from_run is 'The first run that published under it';

create table pipeline.subscription_snapshots (
  taken_at timestamptz primary key,
  day      date not null,
  rows     bigint not null,
  added    bigint not null,
  changed  bigint not null,
  vanished bigint not null
);
comment on table pipeline.subscription_snapshots is
  'Every copy that was taken of the source''s subscriptions, which the source overwrites';
comment on column pipeline.subscription_snapshots.taken_at is 'The instant whose state was copied';
comment on column pipeline.subscription_snapshots.day is 'The last business day that was over at that instant';
comment on column pipeline.subscription_snapshots.rows is 'Subscriptions in the source';
comment on column pipeline.subscription_snapshots.added is 'Subscriptions that the history did not hold as current';
comment on column pipeline.subscription_snapshots.changed is 'Subscriptions of which anything had changed';
comment on column pipeline.subscription_snapshots.vanished is 'Subscriptions that the source no longer has';

comment on table pipeline.flyway_schema_history is 'The migrations that were applied to this database, written by Flyway';
comment on column pipeline.flyway_schema_history.installed_rank is 'Order in which it was applied';
comment on column pipeline.flyway_schema_history.version is 'Version of the file; NULL for the creation of the schemas';
comment on column pipeline.flyway_schema_history.description is 'From the file''s name';
comment on column pipeline.flyway_schema_history.type is 'SQL, or SCHEMA for the creation of the schemas';
comment on column pipeline.flyway_schema_history.script is 'Name of the file';
comment on column pipeline.flyway_schema_history.checksum is 'CRC-32 of the file''s lines; an edited file is refused';
comment on column pipeline.flyway_schema_history.installed_by is 'Database role that applied it';
comment on column pipeline.flyway_schema_history.installed_on is 'When, as the server''s local time';
comment on column pipeline.flyway_schema_history.execution_time is 'How long it took, in milliseconds';
comment on column pipeline.flyway_schema_history.success is 'Whether all of it was applied';
