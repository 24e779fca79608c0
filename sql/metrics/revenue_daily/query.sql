-- Cash by day and currency, and what it comes to per user.
-- Grain: one row a business day and currency seen so far, also without any cash on the day.
-- Parameters: :first_day, :last_day.
--
-- Money is decimal(38, 6); a mean per user is rounded half up to the same 6 places.

with
  revenue_days as (
    select user_id, day, currency, gross, refunds, subscription_net, one_off_net, charges
    from user_revenue_day
    where day between date_sub(:first_day, 29) and :last_day
  ),

  business_days as (
    select day
    from business_day
    where day between date_sub(:first_day, 29) and :last_day
  ),

  currencies as (
    select currency, first_day
    from currency_state
  ),

  active_users as (
    select day, dau, mau
    from active_users_daily
    where segment = 'all'
  ),

  on_the_day as (
    select
      day,
      currency,
      sum(gross) as gross,
      sum(refunds) as refunds,
      sum(gross - refunds) as net,
      sum(subscription_net) as subscription_net,
      sum(one_off_net) as one_off_net,
      count(*) filter (where charges > 0) as payers
    from revenue_days
    group by day, currency
  ),

  payer_days as (
    select
      day,
      currency,
      lag(day) over (partition by user_id, currency order by day) as previous_day
    from revenue_days
    where charges > 0
  ),

  -- As with active users: a payer counts once in a window, on his first day in it.
  payers_by_gap as (
    select
      day,
      currency,
      least(coalesce(datediff(day, previous_day), 30), 30) as gap_days,
      count(*) as payers
    from payer_days
    group by 1, 2, 3
  ),

  payers_in_windows as (
    select date_add(day, days_ago) as day, currency, sum(payers) as payers_30d
    from payers_by_gap
    lateral view explode(sequence(0, 29)) as days_ago
    where gap_days >= 30 - days_ago
    group by 1, 2
  ),

  every_day as (
    select
      business_days.day,
      currencies.currency,
      coalesce(on_the_day.gross, 0) as gross,
      coalesce(on_the_day.refunds, 0) as refunds,
      coalesce(on_the_day.net, 0) as net,
      coalesce(on_the_day.subscription_net, 0) as subscription_net,
      coalesce(on_the_day.one_off_net, 0) as one_off_net,
      coalesce(on_the_day.payers, 0) as payers,
      coalesce(payers_in_windows.payers_30d, 0) as payers_30d
    from business_days
    join currencies on currencies.first_day <= business_days.day
    left join on_the_day
      on on_the_day.day = business_days.day
      and on_the_day.currency = currencies.currency
    left join payers_in_windows
      on payers_in_windows.day = business_days.day
      and payers_in_windows.currency = currencies.currency
  ),

  with_window as (
    select
      *,
      cast(
        sum(net) over (
          partition by currency order by day rows between 29 preceding and current row
        ) as decimal(38, 6)
      ) as net_30d
    from every_day
  )

select
  days.day,
  days.currency,
  days.gross,
  days.refunds,
  days.net,
  days.subscription_net,
  days.one_off_net,
  days.payers,
  days.payers_30d,
  days.net_30d,
  round(days.net_30d / nullif(active_users.mau, 0), 6) as arpu,
  round(days.net_30d / nullif(days.payers_30d, 0), 6) as arppu,
  round(days.net / nullif(active_users.dau, 0), 6) as arpu_daily,
  round(days.net / nullif(days.payers, 0), 6) as arppu_daily
from with_window as days
left join active_users on active_users.day = days.day
where days.day >= :first_day
