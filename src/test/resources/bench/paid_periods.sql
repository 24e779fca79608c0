-- What: the peer, textbook SQL in PostgreSQL itself: what the paid periods that cover the end of each month cost.
-- Parameters: none.
select
  m.month_end,
  trim_scale(sum(b.amount)) as mrr
from (
  select (date '2023-04-01' + make_interval(months => n + 1))::date - 1 as month_end from generate_series(0, 35) as n
) as m
join billing_history as b on b.period_start < m.month_end + 1 and b.period_end >= m.month_end + 1
group by m.month_end
order by m.month_end
