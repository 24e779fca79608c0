-- Active users by day: on the day, in the rolling windows that end on it, and where they came from.
-- Grain: one row a business day (segment all), also for days on which nobody was active; and one
-- row a day, segment and value with anybody in its windows or signing up.
-- Parameters: :first_day, :last_day, :has_accounts, :has_subscriptions.
--
-- A user is counted once in a window, on his first active day in it. So all windows follow from
-- how many users were active on each day after how long a gap: on a day `days_ago` before the
-- window's end, those whose gap reaches back beyond the window's first day.

with
  user_days as (
    select user_id, day, previous_day
    from user_day
    -- 6 days back for the smoothed stickiness, and 29 more for the MAU of the first of them.
    where day between date_sub(:first_day, 35) and :last_day
  ),

  business_days as (
    select day
    from business_day
    where day between date_sub(:first_day, 6) and :last_day
  ),

  signup_days as (
    select day, count(*) as signups
    from signup
    where day between :first_day and :last_day
    group by day
  ),

  -- gap_days: 0 for the first active day ever, 30 for 30 or more, which no window tells apart.
  users_by_gap as (
    select
      day,
      if(previous_day is null, 0, least(datediff(day, previous_day), 30)) as gap_days,
      count(*) as users
    from user_days
    group by 1, 2
  ),

  -- Each day counts in the windows that end on it and on the 29 days after it.
  in_windows as (
    select
      date_add(day, days_ago) as day,
      sum(users) filter (where days_ago = 0) as dau,
      sum(users) filter (where days_ago < 7 and (gap_days = 0 or gap_days >= 7 - days_ago)) as wau,
      sum(users) filter (where gap_days = 0 or gap_days >= 30 - days_ago) as mau,
      sum(users) filter (
        where days_ago < 28 and (gap_days = 0 or gap_days >= 28 - days_ago)
      ) as mau_28,
      sum(users) filter (where days_ago = 0 and gap_days = 0) as new_users,
      sum(users) filter (where days_ago = 0 and gap_days = 1) as returning_users,
      sum(users) filter (where days_ago = 0 and gap_days > 1) as resurrected_users
    from users_by_gap
    lateral view explode(sequence(0, 29)) as days_ago
    group by 1
  ),

  every_day as (
    select
      business_days.day,
      coalesce(in_windows.dau, 0) as dau,
      coalesce(in_windows.wau, 0) as wau,
      coalesce(in_windows.mau, 0) as mau,
      coalesce(in_windows.mau_28, 0) as mau_28,
      coalesce(in_windows.new_users, 0) as new_users,
      coalesce(in_windows.returning_users, 0) as returning_users,
      coalesce(in_windows.resurrected_users, 0) as resurrected_users
    from business_days
    left join in_windows on in_windows.day = business_days.day
  ),

  with_neighbours as (
    select
      *,
      lag(dau, 1, 0) over (order by day) as dau_before,
      sum(dau) over (order by day rows between 6 preceding and current row) as dau_7d,
      sum(mau) over (order by day rows between 6 preceding and current row) as mau_7d
    from every_day
  ),

  totals as (
    select
      days.day,
      'all' as segment,
      'all' as segment_value,
      days.dau,
      days.wau,
      days.mau,
      days.mau_28,
      round(cast(days.dau as decimal(20, 0)) / nullif(days.mau, 0), 10) as stickiness,
      round(cast(days.dau_7d as decimal(20, 0)) / nullif(days.mau_7d, 0), 10) as stickiness_7d,
      round(cast(days.dau as decimal(20, 0)) / nullif(days.wau, 0), 10) as dau_wau,
      days.new_users,
      days.returning_users,
      days.resurrected_users,
      days.dau_before - days.returning_users as dormant_users,
      if(:has_accounts, coalesce(signup_days.signups, 0), null) as signups
    from with_neighbours as days
    left join signup_days on signup_days.day = days.day
    where days.day >= :first_day
  ),

  -- The same by segment. What a user is can change while he is in a window, so each of his active
  -- days is followed instead: it keeps him in the windows until his next one, as whatever he is on
  -- the days between.

  segments as (
    select distinct segment, 'unknown' as segment_value
    from user_segment
    where segment <> 'plan'
    union all
    select 'plan' as segment, 'free' as segment_value
    where :has_subscriptions
  ),

  active_days as (
    select
      user_id,
      day as active_day,
      case
        when previous_day is null then 'new_users'
        when previous_day = date_sub(day, 1) then 'returning_users'
        else 'resurrected_users'
      end as came_as,
      least(
        date_add(day, 29),
        date_sub(lead(day) over (partition by user_id order by day), 1),
        :last_day
      ) as last_day
    from user_days
  ),

  spells as (
    select
      segments.segment,
      coalesce(nullif(user_segment.segment_value, ''), segments.segment_value) as segment_value,
      active_days.active_day,
      active_days.came_as,
      greatest(active_days.active_day, user_segment.first_day) as first_day,
      least(active_days.last_day, user_segment.last_day) as last_day,
      count(*) as users
    from active_days
    cross join segments
    left join user_segment
      on user_segment.user_id = active_days.user_id
      and user_segment.segment = segments.segment
      and coalesce(user_segment.first_day <= active_days.last_day, true)
      and coalesce(user_segment.last_day >= active_days.active_day, true)
    group by 1, 2, 3, 4, 5, 6
  ),

  signup_spells as (
    select
      segments.segment,
      coalesce(nullif(user_segment.segment_value, ''), segments.segment_value) as segment_value,
      'signups' as figure,
      signup.day as first_day,
      signup.day as last_day,
      count(*) as users
    from signup
    cross join segments
    left join user_segment
      on user_segment.user_id = signup.user_id
      and user_segment.segment = segments.segment
      and coalesce(user_segment.first_day <= signup.day, true)
      and coalesce(user_segment.last_day >= signup.day, true)
    where signup.day between :first_day and :last_day
    group by 1, 2, 3, 4
  ),

  -- On which days of the spell the users count as what.
  counting as (
    select segment, segment_value, figure, from_day, to_day, users
    from spells
    lateral view inline(array(
      named_struct('f', 'dau', 'a', first_day, 'z', least(last_day, active_day)),
      named_struct('f', 'wau', 'a', first_day, 'z', least(last_day, date_add(active_day, 6))),
      named_struct('f', 'mau_28', 'a', first_day, 'z', least(last_day, date_add(active_day, 27))),
      named_struct('f', 'mau', 'a', first_day, 'z', last_day),
      named_struct('f', came_as, 'a', first_day, 'z', least(last_day, active_day)),
      named_struct(
        'f', 'dormant_users',
        'a', greatest(first_day, date_add(active_day, 1)),
        'z', least(last_day, date_add(active_day, 1))
      )
    )) as figure, from_day, to_day
    union all
    select segment, segment_value, figure, first_day, last_day, users
    from signup_spells
  ),

  parts as (
    select
      day,
      segment,
      segment_value,
      coalesce(sum(users) filter (where figure = 'dau'), 0) as dau,
      coalesce(sum(users) filter (where figure = 'wau'), 0) as wau,
      coalesce(sum(users) filter (where figure = 'mau'), 0) as mau,
      coalesce(sum(users) filter (where figure = 'mau_28'), 0) as mau_28,
      coalesce(sum(users) filter (where figure = 'new_users'), 0) as new_users,
      coalesce(sum(users) filter (where figure = 'returning_users'), 0) as returning_users,
      coalesce(sum(users) filter (where figure = 'resurrected_users'), 0) as resurrected_users,
      coalesce(sum(users) filter (where figure = 'dormant_users'), 0) as dormant_users,
      coalesce(sum(users) filter (where figure = 'signups'), 0) as signups
    from counting
    lateral view explode(
      if(
        to_day >= greatest(from_day, date_sub(:first_day, 6)),
        sequence(greatest(from_day, date_sub(:first_day, 6)), to_day),
        array()
      )
    ) as day
    group by 1, 2, 3
  ),

  parts_with_week as (
    select
      *,
      sum(dau) over (
        partition by segment, segment_value
        order by day range between 6 preceding and current row
      ) as dau_7d,
      sum(mau) over (
        partition by segment, segment_value
        order by day range between 6 preceding and current row
      ) as mau_7d
    from parts
  )

select * from totals
union all
select
  day,
  segment,
  segment_value,
  dau,
  wau,
  mau,
  mau_28,
  round(cast(dau as decimal(20, 0)) / nullif(mau, 0), 10) as stickiness,
  round(cast(dau_7d as decimal(20, 0)) / nullif(mau_7d, 0), 10) as stickiness_7d,
  round(cast(dau as decimal(20, 0)) / nullif(wau, 0), 10) as dau_wau,
  new_users,
  returning_users,
  resurrected_users,
  dormant_users,
  if(:has_accounts, signups, null) as signups
from parts_with_week
where day >= :first_day
