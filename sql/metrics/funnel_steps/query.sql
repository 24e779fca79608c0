-- How far users get in each funnel, by the day on which they entered it.
-- Grain: one row a funnel, entry day with at least one user, and step.
-- Parameters: :last_day.
--
-- funnel_cohort says which entry days are due and what each asks. Per user and funnel the events are
-- sorted once; funnel_attempts finds the best attempt of each entry day in one pass over them.

with
  definitions as (
    select definition_id, funnel, steps, exclude, window_seconds, exclusion, definition
    from funnel_definition
  ),

  cohorts as (
    select definition_id, entry_day, window_end_day
    from funnel_cohort
  ),

  steps as (
    select definition_id, funnel, cast(position + 1 as int) as step, step_name
    from definitions
    lateral view posexplode(steps) as position, step_name
  ),

  -- What an event of a name is, as bits: a name may stand for several steps, an excluded one for
  -- none.
  names as (
    select definition_id, funnel, step_name as name, sum(shiftleft(1L, step - 1)) as steps
    from steps
    group by 1, 2, 3
    union all
    select definition_id, funnel, name, 0L as steps
    from definitions
    lateral view explode(exclude) as name
  ),

  -- An event that is a step by its name and by the step it carries is here twice, and counts once.
  matches as (
    select /*+ broadcast(names) */
      names.definition_id, names.steps, events.user_id, events.occurred_at, events.day, events.event_id
    from user_event as events
    join names on names.name = events.event_name
    union all
    select /*+ broadcast(names) */
      names.definition_id, names.steps, events.user_id, events.occurred_at, events.day, events.event_id
    from user_event as events
    join names on names.funnel = events.funnel and names.name = events.step
  ),

  by_user as (
    select
      definition_id,
      user_id,
      collect_list(
        named_struct(
          'at', unix_micros(occurred_at),
          'day', unix_date(day),
          'steps', steps,
          'event_id', event_id
        )
      ) as events
    from matches
    group by definition_id, user_id
  ),

  attempts as (
    select /*+ broadcast(definitions) */
      by_user.definition_id,
      attempt.entry_day,
      attempt.times
    from by_user
    join definitions on definitions.definition_id = by_user.definition_id
    lateral view explode(
      funnel_attempts(
        by_user.events,
        size(definitions.steps),
        definitions.window_seconds,
        definitions.exclusion
      )
    ) as attempt
  ),

  reached as (
    select
      definition_id,
      date_from_unix_date(entry_day) as entry_day,
      cast(position + 1 as int) as step,
      if(position = 0, null, at - times[greatest(position - 1, 0)]) as micros_from_previous
    from attempts
    lateral view posexplode(times) as position, at
  ),

  -- The median of whole microseconds below 2^53 is exact to the half, also as a double.
  counted as (
    select
      definition_id,
      entry_day,
      step,
      count(*) as users,
      cast(percentile(micros_from_previous, 0.5) as decimal(20, 1)) / 1000000
        as median_seconds_from_previous
    from reached
    group by 1, 2, 3
  ),

  every_step as (
    select
      cohorts.definition_id,
      cohorts.entry_day,
      cohorts.window_end_day,
      cohorts.window_end_day <= :last_day as is_complete,
      steps.step,
      steps.step_name,
      entered.users as users_of_first,
      coalesce(counted.users, 0) as users,
      counted.median_seconds_from_previous
    from cohorts
    join counted as entered
      on entered.definition_id = cohorts.definition_id
      and entered.entry_day = cohorts.entry_day
      and entered.step = 1
    join steps on steps.definition_id = cohorts.definition_id
    left join counted
      on counted.definition_id = cohorts.definition_id
      and counted.entry_day = cohorts.entry_day
      and counted.step = steps.step
  ),

  with_previous as (
    select
      *,
      lag(users, 1, users) over (
        partition by definition_id, entry_day order by step
      ) as users_of_previous
    from every_step
  )

select
  definitions.funnel,
  days.entry_day,
  days.step,
  days.step_name,
  days.users,
  if(
    days.is_complete,
    round(cast(days.users as decimal(20, 0)) / nullif(days.users_of_first, 0), 10),
    null
  ) as rate_from_start,
  if(
    days.is_complete,
    round(cast(days.users as decimal(20, 0)) / nullif(days.users_of_previous, 0), 10),
    null
  ) as rate_from_previous,
  days.median_seconds_from_previous,
  days.is_complete,
  days.window_end_day,
  definitions.window_seconds,
  definitions.exclusion,
  definitions.definition
from with_previous as days
join definitions on definitions.definition_id = days.definition_id
