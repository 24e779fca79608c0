-- What: a large application database in a few seconds: users, and activity over days that end on
-- 2026-03-31, a few users doing most of it.
-- Parameters: {users}, {rows}, {days}
select setseed(0.5);

insert into users (
  id, password, is_superuser, email, full_name, is_active, is_staff, is_verified, is_premium,
  subscription_plan, failed_login_attempts, created_at, updated_at
)
select
  md5(n::text)::uuid, '', false, n || '@example.org', '', true, false, true, false,
  'free', 0,
  timestamptz '2026-04-01 00:00:00Z' - make_interval(days => {days}),
  timestamptz '2026-03-31 12:00:00Z'
from generate_series(1, {users}) as n;

insert into user_activity_log (
  id, user_id, activity_type, activity_data, user_agent, session_id, page_path, feature_name,
  created_at
)
select
  md5('a' || n)::uuid,
  md5((1 + floor({users} * power(random(), 2)))::bigint::text)::uuid,
  'page_view', '{}', '', '', '/', '',
  timestamptz '2026-04-01 00:00:00Z' - make_interval(secs => 1 + random() * ({days} * 86400 - 2))
from generate_series(1, {rows}) as n;
