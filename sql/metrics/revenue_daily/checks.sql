-- What must hold of revenue_daily before it is published. PostgreSQL; each query returns the
-- offending rows. Parameters: :first_day, :last_day.

-- check: net_adds_up
-- severity: fail
-- meaning: Net is gross less refunds, and all of it belongs to subscriptions or one-off payments.
select
  day,
  concat(currency, ' ', gross - refunds) as expected,
  concat(currency, ' ', net, ' = ', subscription_net, ' + ', one_off_net) as actual
from revenue_daily
where day between :first_day and :last_day
  and (net <> gross - refunds or net <> subscription_net + one_off_net)

-- check: amounts_are_not_negative
-- severity: fail
-- meaning: Cash received and cash paid back are both counted as positive amounts.
select
  day,
  concat(currency, ' gross and refunds >= 0') as expected,
  concat(gross, ', ', refunds) as actual
from revenue_daily
where day between :first_day and :last_day
  and (gross < 0 or refunds < 0)

-- check: refunds_within_gross_to_date
-- severity: warn
-- meaning: No more was paid back than received, from the first published day on; refunds of payments from before it explain a difference.
select
  day,
  concat(currency, ' at most ', gross_to_date) as expected,
  concat(currency, ' ', refunds_to_date) as actual
from (
  select
    day,
    currency,
    sum(gross) over (partition by currency order by day) as gross_to_date,
    sum(refunds) over (partition by currency order by day) as refunds_to_date
  from revenue_daily
) as to_date
where day between :first_day and :last_day
  and refunds_to_date > gross_to_date

-- check: payers_nest
-- severity: fail
-- meaning: Who paid on the day paid in the 30 days that end on it, and nobody pays nothing.
select
  day,
  concat(currency, ' payers <= payers_30d, and 0 without gross') as expected,
  concat(payers, ', ', payers_30d, ' with gross ', gross) as actual
from revenue_daily
where day between :first_day and :last_day
  and (payers > payers_30d or (payers > 0) <> (gross > 0))

-- check: no_missing_day
-- severity: fail
-- meaning: Every currency has a row on each day from its first one to the last.
select
  days.day,
  concat('a row in ', days.currency) as expected,
  'none' as actual
from (
  select
    currency,
    cast(generate_series(min(day), cast(:last_day as date), interval '1 day') as date) as day
  from revenue_daily
  group by currency
) as days
left join revenue_daily as published
  on published.day = days.day
  and published.currency = days.currency
where published.day is null

-- check: net_30d_adds_up
-- severity: warn
-- meaning: The trailing net is the sum of the days as they stand published.
select
  days.day,
  concat(days.currency, ' ', published.net) as expected,
  concat(days.currency, ' ', days.net_30d) as actual
from revenue_daily as days
cross join lateral (
  select sum(net) as net, count(*) as days
  from revenue_daily as window_days
  where window_days.currency = days.currency
    and window_days.day > days.day - 30
    and window_days.day <= days.day
) as published
where days.day between :first_day and :last_day
  and published.days = 30
  and published.net <> days.net_30d

-- check: means_agree_with_denominators
-- severity: fail
-- meaning: ARPU times MAU and ARPPU times payers are the net of the 30 days, but for rounding; the daily forms likewise.
select
  days.day,
  concat(days.currency, ' ', days.net_30d, ' and ', days.net) as expected,
  concat_ws(
    ', ',
    days.arpu * users.mau,
    days.arppu * days.payers_30d,
    days.arpu_daily * users.dau,
    days.arppu_daily * days.payers
  ) as actual
from revenue_daily as days
left join active_users_daily as users
  on users.day = days.day
  and users.segment = 'all'
where days.day between :first_day and :last_day
  and (
    abs(coalesce(days.arpu, 0) * users.mau - days.net_30d) > users.mau * 0.000001 and users.mau > 0
    or abs(coalesce(days.arppu, 0) * days.payers_30d - days.net_30d) > days.payers_30d * 0.000001
      and days.payers_30d > 0
    or abs(coalesce(days.arpu_daily, 0) * users.dau - days.net) > users.dau * 0.000001 and users.dau > 0
    or abs(coalesce(days.arppu_daily, 0) * days.payers - days.net) > days.payers * 0.000001
      and days.payers > 0
  )
