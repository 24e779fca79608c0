-- What: an application that has sold monthly subscriptions for three years, until 2026-03-31: a user each, ten
-- invoices on average, an event for each of them and for what happens to the subscription. One in ten takes the
-- dearest plan after two months.
-- Parameters: {subscriptions}
select setseed(0.5);

create temporary table lives as
select
  l.n,
  md5(l.n::text)::uuid as user_id,
  md5('s' || l.n)::uuid as subscription_id,
  'cus_' || l.n as customer,
  'sub_' || l.n as stripe_id,
  l.started_at,
  l.wanted,
  l.elapsed,
  l.wanted <= l.elapsed as is_ended,
  l.n % 5 = 0 as is_elite,
  l.n % 10 = 3 and least(l.wanted, l.elapsed + 1) > 2 as is_upgraded
from (
  select
    s.n,
    s.started_at,
    s.wanted,
    extract(year from s.age)::integer * 12 + extract(month from s.age)::integer as elapsed
  from (
    select
      r.n,
      r.started_at,
      r.wanted,
      age(timestamptz '2026-04-01 00:00:00Z', r.started_at) as age
    from (
      select
        g.n,
        timestamptz '2023-04-01 00:00:00Z' + make_interval(secs => floor(random() * 1095 * 86400)) as started_at,
        1 + floor(random() * 30)::integer as wanted
      from generate_series(1, {subscriptions}) as g (n)
    ) as r
  ) as s
) as l;

create temporary table invoices as
select
  l.*,
  m.month,
  l.started_at + make_interval(months => m.month) as period_start,
  l.started_at + make_interval(months => m.month + 1) as period_end,
  case when l.is_elite or l.is_upgraded and m.month >= 2 then 2999 else 999 end as cents
from lives as l
cross join lateral generate_series(0, least(l.wanted, l.elapsed + 1) - 1) as m (month);

insert into users (
  id, password, is_superuser, email, full_name, is_active, is_staff, is_verified, is_premium,
  subscription_plan, failed_login_attempts, created_at, updated_at
)
select user_id, '', false, n || '@example.org', '', true, false, true, false, 'free', 0, started_at, started_at
from lives;

insert into subscriptions (
  id, user_id, stripe_subscription_id, stripe_customer_id, plan, status, current_period_start, current_period_end,
  cancel_at_period_end, canceled_at, created_at, updated_at
)
select
  l.subscription_id,
  l.user_id,
  l.stripe_id,
  l.customer,
  case when l.is_elite or l.is_upgraded then 'elite' else 'basic' end,
  case when l.is_ended then 'canceled' else 'active' end,
  l.last_start,
  l.last_end,
  false,
  case when l.is_ended then l.last_end end,
  l.started_at,
  case when l.is_ended then l.last_end else l.last_start end
from (
  select
    v.*,
    v.started_at + make_interval(months => least(v.wanted, v.elapsed + 1) - 1) as last_start,
    v.started_at + make_interval(months => least(v.wanted, v.elapsed + 1)) as last_end
  from lives as v
) as l;

insert into billing_history (
  id, user_id, subscription_id, amount, currency, description, period_start, period_end, created_at
)
select
  md5('i' || n || '.' || month)::uuid, user_id, subscription_id, cents / 100.0, 'usd', '', period_start, period_end,
  period_start
from invoices;

insert into webhook_events (id, stripe_event_id, event_type, payload, processed, created_at)
select
  md5('p' || n || '.' || month)::uuid,
  'evt_p' || n || '.' || month,
  'invoice.payment_succeeded',
  format(
    '{"id":"evt_p%s.%s","created":%s,"data":{"object":{"id":"in_%s.%s","object":"invoice","customer":"%s",'
    '"subscription":"%s","currency":"usd","amount_due":%s,"amount_paid":%s}}}',
    n, month, extract(epoch from period_start)::bigint, n, month, customer, stripe_id, cents, cents
  )::jsonb,
  true,
  period_start + interval '2 seconds'
from invoices;

insert into webhook_events (id, stripe_event_id, event_type, payload, processed, created_at)
select
  md5(e.kind || l.n)::uuid,
  'evt_' || e.kind || l.n,
  'customer.subscription.' || e.kind,
  format(
    '{"id":"evt_%s%s","created":%s,"data":{"object":{"id":"%s","object":"subscription","customer":"%s",'
    '"status":"%s","created":%s,"start_date":%s,"current_period_start":%s,"current_period_end":%s,'
    '"cancel_at_period_end":false,"canceled_at":%s,"ended_at":%s,"currency":"usd","items":{"data":[{"quantity":1,'
    '"price":{"id":"price_%s","currency":"usd","unit_amount":%s,"recurring":{"interval":"month",'
    '"interval_count":1}}}]}}}}',
    e.kind, l.n, extract(epoch from e.at)::bigint, l.stripe_id, l.customer,
    case e.kind when 'deleted' then 'canceled' else 'active' end,
    extract(epoch from l.started_at)::bigint, extract(epoch from l.started_at)::bigint,
    extract(epoch from e.at)::bigint, extract(epoch from e.at + interval '1 month')::bigint,
    case e.kind when 'deleted' then extract(epoch from e.at)::bigint::text else 'null' end,
    case e.kind when 'deleted' then extract(epoch from e.at)::bigint::text else 'null' end,
    case when e.is_elite then 'elite' else 'basic' end,
    case when e.is_elite then 2999 else 999 end
  )::jsonb,
  true,
  e.at + interval '2 seconds'
from lives as l
cross join lateral (
  values
    ('created', l.started_at, l.is_elite, true),
    ('updated', l.started_at + interval '2 months', true, l.is_upgraded),
    ('deleted', l.started_at + make_interval(months => l.wanted), l.is_elite or l.is_upgraded, l.is_ended)
) as e (kind, at, is_elite, occurs)
where e.occurs
