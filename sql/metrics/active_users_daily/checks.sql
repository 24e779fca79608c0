-- What must hold of active_users_daily before it is published. PostgreSQL; each query returns the
-- offending rows. Parameters: :first_day, :last_day.

-- check: windows_nest
-- severity: fail
-- meaning: Nobody can be active on a day and not in the 7, 28 and 30 days that end on it.
select
  day,
  'dau <= wau <= mau_28 <= mau' as expected,
  concat_ws(', ', dau, wau, mau_28, mau) as actual
from active_users_daily
where day between :first_day and :last_day
  and not (dau <= wau and wau <= mau_28 and mau_28 <= mau)

-- check: lifecycle_adds_up
-- severity: fail
-- meaning: Every active user is new, returning or resurrected, and only one of them.
select
  day,
  dau as expected,
  new_users + returning_users + resurrected_users as actual
from active_users_daily
where day between :first_day and :last_day
  and dau <> new_users + returning_users + resurrected_users

-- check: lifecycle_follows_day_before
-- severity: fail
-- meaning: Every user of the day before returns or goes dormant.
select
  today.day,
  yesterday.dau as expected,
  today.returning_users + today.dormant_users as actual
from active_users_daily as today
join active_users_daily as yesterday
  on yesterday.day = today.day - 1
  and yesterday.segment = today.segment
  and yesterday.segment_value = today.segment_value
where yesterday.day >= :first_day
  and today.day <= :last_day
  and today.segment = 'all'
  and yesterday.dau <> today.returning_users + today.dormant_users

-- check: lifecycle_follows_published_day
-- severity: warn
-- meaning: The first day computed follows from the day before as it stands published; a user who was forgotten since explains a difference.
select
  today.day,
  yesterday.dau as expected,
  today.returning_users + today.dormant_users as actual
from active_users_daily as today
join active_users_daily as yesterday
  on yesterday.day = today.day - 1
  and yesterday.segment = today.segment
  and yesterday.segment_value = today.segment_value
where today.day = :first_day
  and today.segment = 'all'
  and yesterday.dau <> today.returning_users + today.dormant_users

-- check: rates_are_parts
-- severity: fail
-- meaning: Rates lie between 0 and 1, and are unknown only where there is nobody to divide by.
select
  day,
  'rates between 0 and 1, NULL only where the denominator is 0' as expected,
  concat_ws(
    ', ',
    coalesce(cast(stickiness as text), 'NULL'),
    coalesce(cast(stickiness_7d as text), 'NULL'),
    coalesce(cast(dau_wau as text), 'NULL')
  ) as actual
from active_users_daily
where day between :first_day and :last_day
  and (
    not coalesce(stickiness between 0 and 1, mau = 0)
    or not coalesce(stickiness_7d between 0 and 1, mau = 0)
    or not coalesce(dau_wau between 0 and 1, wau = 0)
  )

-- check: segments_add_up
-- severity: fail
-- meaning: Every user belongs to one value of a segment at the end of the day, and to no other.
select
  total.day,
  concat_ws(
    ', ', total.dau, total.wau, total.mau, total.mau_28, total.new_users, total.returning_users,
    total.resurrected_users, total.dormant_users, total.signups
  ) as expected,
  concat_ws(
    ', ', parts.segment, parts.dau, parts.wau, parts.mau, parts.mau_28, parts.new_users,
    parts.returning_users, parts.resurrected_users, parts.dormant_users, parts.signups
  ) as actual
from active_users_daily as total
join (
  select
    day,
    segment,
    sum(dau) as dau,
    sum(wau) as wau,
    sum(mau) as mau,
    sum(mau_28) as mau_28,
    sum(new_users) as new_users,
    sum(returning_users) as returning_users,
    sum(resurrected_users) as resurrected_users,
    sum(dormant_users) as dormant_users,
    sum(signups) as signups
  from active_users_daily
  where segment <> 'all'
  group by day, segment
) as parts on parts.day = total.day
where total.segment = 'all'
  and total.day between :first_day and :last_day
  and (
    total.dau, total.wau, total.mau, total.mau_28, total.new_users, total.returning_users,
    total.resurrected_users, total.dormant_users, total.signups
  ) is distinct from (
    parts.dau, parts.wau, parts.mau, parts.mau_28, parts.new_users, parts.returning_users,
    parts.resurrected_users, parts.dormant_users, parts.signups
  )

-- check: no_missing_day
-- severity: fail
-- meaning: Every day from the first published one to the last has its total.
select
  days.day,
  1 as expected,
  0 as actual
from (
  select cast(generate_series(min(day), cast(:last_day as date), interval '1 day') as date) as day
  from active_users_daily
) as days
left join active_users_daily as published
  on published.day = days.day
  and published.segment = 'all'
where published.day is null

-- check: dau_near_same_weekday
-- severity: warn
-- meaning: The last day's DAU lies between half and twice the median of the same weekday in the 8 weeks before.
select
  today.day,
  concat('between ', usual.dau / 2, ' and ', usual.dau * 2) as expected,
  today.dau as actual
from active_users_daily as today
cross join lateral (
  select
    percentile_cont(0.5) within group (order by past.dau) as dau,
    count(*) as weeks
  from active_users_daily as past
  where past.segment = 'all'
    and past.day in (select today.day - 7 * week from generate_series(1, 8) as week)
) as usual
where today.day = :last_day
  and today.segment = 'all'
  and usual.weeks >= 4
  and today.dau not between usual.dau / 2 and usual.dau * 2
