-- What must hold of active_users_calendar before it is published. PostgreSQL; each query returns
-- the offending rows, with the period's last day as day. Parameters: :first_day, :last_day.

-- check: lifecycle_adds_up
-- severity: fail
-- meaning: Every active user of a period is new, returning or resurrected, and only one of them.
select
  period_end as day,
  active_users as expected,
  new_users + returning_users + resurrected_users as actual
from active_users_calendar
where period_end >= :first_day
  and period_start <= :last_day
  and active_users <> new_users + returning_users + resurrected_users

-- check: lifecycle_follows_period_before
-- severity: fail
-- meaning: Every user of the period before returns or goes dormant.
select
  this.period_end as day,
  before.active_users as expected,
  this.returning_users + this.dormant_users as actual
from active_users_calendar as this
join active_users_calendar as before
  on before.grain = this.grain
  and before.period_end = this.period_start - 1
where before.period_end >= :first_day
  and this.period_start <= :last_day
  and this.is_complete
  and before.active_users <> this.returning_users + this.dormant_users

-- check: lifecycle_follows_published_period
-- severity: warn
-- meaning: The first period computed follows from the one before as it stands published; a user who was forgotten since explains a difference.
select
  this.period_end as day,
  before.active_users as expected,
  this.returning_users + this.dormant_users as actual
from active_users_calendar as this
join active_users_calendar as before
  on before.grain = this.grain
  and before.period_end = this.period_start - 1
where this.period_end >= :first_day
  and before.period_end < :first_day
  and this.is_complete
  and before.active_users <> this.returning_users + this.dormant_users

-- check: dormant_when_over
-- severity: fail
-- meaning: Who stayed away from a period is known when it is over, and only then.
select
  period_end as day,
  case when is_complete then 'a number' else 'NULL' end as expected,
  coalesce(cast(dormant_users as text), 'NULL') as actual
from active_users_calendar
where period_end >= :first_day
  and period_start <= :last_day
  and is_complete <> (dormant_users is not null)

-- check: between_days_and_their_sum
-- severity: fail
-- meaning: A period has at least the users of its busiest day and at most the sum of its days.
select
  periods.period_end as day,
  concat('between ', days.most, ' and ', days.total) as expected,
  periods.active_users as actual
from active_users_calendar as periods
cross join lateral (
  select
    max(dau) as most,
    sum(dau) as total,
    count(*) as days
  from active_users_daily
  where segment = 'all'
    and day between periods.period_start and least(periods.period_end, :last_day)
    -- Days published long ago may hold users who were forgotten since.
    and day >= :first_day
) as days
where periods.period_start >= :first_day
  and periods.period_start <= :last_day
  and days.days = least(periods.period_end, :last_day) - periods.period_start + 1
  and periods.active_users not between days.most and days.total

-- check: new_users_add_up
-- severity: warn
-- meaning: New users and signups of a period are the sums of its days as they stand published.
select
  periods.period_end as day,
  concat(days.new_users, ', ', coalesce(cast(days.signups as text), 'NULL')) as expected,
  concat(
    periods.new_users, ', ', coalesce(cast(periods.signups as text), 'NULL')
  ) as actual
from active_users_calendar as periods
cross join lateral (
  select
    sum(new_users) as new_users,
    sum(signups) as signups,
    count(*) as days
  from active_users_daily
  where segment = 'all'
    and day between periods.period_start and least(periods.period_end, :last_day)
) as days
where periods.period_end >= :first_day
  and periods.period_start <= :last_day
  and days.days = least(periods.period_end, :last_day) - periods.period_start + 1
  and (
    periods.new_users <> days.new_users
    or periods.signups is distinct from days.signups
  )

-- check: no_missing_period
-- severity: fail
-- meaning: Each period from the first to the last begins on the day after the one before.
select
  later.period_start as day,
  later.period_start - 1 as expected,
  later.previous_end as actual
from (
  select
    period_start,
    lag(period_end) over (partition by grain order by period_start) as previous_end
  from active_users_calendar
) as later
where later.previous_end <> later.period_start - 1
