-- The role of analysts and dashboards: reads schema metrics except subscription_history, and nothing
-- else. Tables made later are granted too. Roles belong to the whole server, so it may be there
-- already; where this role may not create it, the statements for an administrator are printed.

create function pipeline.grant_metrics_reader()
returns void
language plpgsql
as $$
declare
  owner name := (select tableowner from pg_tables where schemaname = 'pipeline' and tablename = 'runs');
begin
  grant usage on schema metrics to metrics_reader;
  grant select on all tables in schema metrics to metrics_reader;
  revoke all on metrics.subscription_history from metrics_reader;
  grant execute on all functions in schema metrics to metrics_reader;
  execute format(
    'alter default privileges for role %I in schema metrics grant select on tables to metrics_reader',
    owner);
end
$$;
comment on function pipeline.grant_metrics_reader() is
  'Gives the role metrics_reader what it may read, and what is made later in schema metrics. To be called after an administrator has created the role.';

do $$
begin
  if not exists (select from pg_roles where rolname = 'metrics_reader') then
    begin
      create role metrics_reader nologin;
    exception
      when insufficient_privilege then
        raise notice 'As an administrator: create role metrics_reader nologin; select pipeline.grant_metrics_reader();';
        return;
      when duplicate_object or unique_violation then
        null;
    end;
  end if;
  perform pipeline.grant_metrics_reader();
end
$$;
