-- What must hold of funnel_steps before it is published. PostgreSQL; each query returns the
-- offending rows. Parameters: :first_day, :last_day.

-- check: somebody_enters
-- severity: fail
-- meaning: An entry day has rows only if somebody did step 1.
select
  entry_day as day,
  'more than 0' as expected,
  concat_ws(', ', funnel, users) as actual
from funnel_steps
where window_end_day >= :first_day
  and entry_day <= :last_day
  and step = 1
  and users < 1

-- check: users_never_rise
-- severity: fail
-- meaning: Who reached a step has reached the one before.
select
  this.entry_day as day,
  concat('at most ', before.users) as expected,
  concat_ws(', ', this.funnel, this.step, this.users) as actual
from funnel_steps as this
join funnel_steps as before
  on before.funnel = this.funnel
  and before.entry_day = this.entry_day
  and before.step = this.step - 1
where this.window_end_day >= :first_day
  and this.entry_day <= :last_day
  and this.users > before.users

-- check: every_step_has_its_row
-- severity: fail
-- meaning: An entry day has a row for each step of the funnel as it was asked, with the same question in each.
select
  entry_day as day,
  concat(min(json_array_length(definition::json -> 'steps')), ' steps of one definition') as expected,
  concat_ws(', ', funnel, 'steps ' || string_agg(step::text, ' ' order by step)) as actual
from funnel_steps
where window_end_day >= :first_day
  and entry_day <= :last_day
group by funnel, entry_day
having min(step) <> 1
  or max(step) <> count(*)
  or count(*) <> min(json_array_length(definition::json -> 'steps'))
  or count(distinct definition) > 1

-- check: rates_are_parts
-- severity: fail
-- meaning: Rates are known once the window is over, lie between 0 and 1, and follow from the users; those of step 1 are 1.
select
  this.entry_day as day,
  'users / users of step 1, users / users of the step before' as expected,
  concat_ws(
    ', ',
    this.funnel,
    this.step,
    coalesce(cast(this.rate_from_start as text), 'NULL'),
    coalesce(cast(this.rate_from_previous as text), 'NULL')
  ) as actual
from funnel_steps as this
join funnel_steps as start
  on start.funnel = this.funnel
  and start.entry_day = this.entry_day
  and start.step = 1
join funnel_steps as before
  on before.funnel = this.funnel
  and before.entry_day = this.entry_day
  and before.step = greatest(this.step - 1, 1)
where this.window_end_day >= :first_day
  and this.entry_day <= :last_day
  and (
    this.rate_from_start is distinct from case
      when this.is_complete then round(this.users / cast(nullif(start.users, 0) as numeric), 10)
    end
    or this.rate_from_previous is distinct from case
      when this.is_complete then round(this.users / cast(nullif(before.users, 0) as numeric), 10)
    end
    or not coalesce(this.rate_from_start between 0 and 1, true)
    or not coalesce(this.rate_from_previous between 0 and 1, true)
  )

-- check: medians_fit_the_window
-- severity: fail
-- meaning: The time from a step to the next is known where somebody reached it, and lies within the window.
select
  entry_day as day,
  concat('between 0 and ', window_seconds) as expected,
  concat_ws(
    ', ', funnel, step, coalesce(cast(median_seconds_from_previous as text), 'NULL')
  ) as actual
from funnel_steps
where window_end_day >= :first_day
  and entry_day <= :last_day
  and case
    when step = 1 or users = 0 then median_seconds_from_previous is not null
    else not coalesce(median_seconds_from_previous between 0 and window_seconds, false)
  end

-- check: complete_when_over
-- severity: fail
-- meaning: A cohort is complete when its last window is over, and never before it began.
select
  entry_day as day,
  concat('complete from ', window_end_day, ' on') as expected,
  concat_ws(', ', funnel, step, is_complete) as actual
from funnel_steps
where window_end_day >= :first_day
  and entry_day <= :last_day
  and (is_complete <> (window_end_day <= :last_day) or window_end_day < entry_day)
