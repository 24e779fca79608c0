-- What: the peer, textbook SQL in PostgreSQL itself: DAU, WAU and MAU of every day.
-- Parameters: {days}
select
  d.day,
  count(distinct a.user_id) filter (where a.created_at >= d.day) as dau,
  count(distinct a.user_id) filter (where a.created_at >= d.day - 6) as wau,
  count(distinct a.user_id) as mau
from (
  select date '2026-03-31' - n as day from generate_series(0, {days} - 1) as n
) as d
join user_activity_log as a on a.created_at >= d.day - 29 and a.created_at < d.day + 1
group by d.day
order by d.day
