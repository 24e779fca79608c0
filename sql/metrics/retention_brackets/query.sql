-- Retention by bracket: users who signed up, or were first active, on a day, and how many of them
-- were active on any of the days 1, 2 to 7, 8 to 14, 15 to 30 after it.
-- Grain: one row a day cohort and bracket; those that end on :first_day or later. Brackets that are
-- not over have no figures yet.
-- Parameters: :first_day, :last_day, :has_accounts.
--
-- A user counts once in a bracket, on his first active day in it: where his previous active day
-- lies before the bracket.

with
  brackets as (
    select first_age, last_age
    from values (1, 1), (2, 7), (8, 14), (15, 30) as bracket (first_age, last_age)
  ),

  user_days as (
    select user_id, day, previous_day, first_day, signup_day
    from user_day
    -- 15 days back to the start of the longest bracket that ends on the first day.
    where day between date_sub(:first_day, 15) and :last_day
  ),

  days_of_cohorts as (
    select
      'first_activity' as cohort_kind,
      first_day as cohort_start,
      datediff(day, first_day) as age,
      datediff(previous_day, first_day) as previous_age
    from user_days
    union all
    select
      'signup' as cohort_kind,
      signup_day as cohort_start,
      datediff(day, signup_day) as age,
      datediff(previous_day, signup_day) as previous_age
    from user_days
    where :has_accounts and signup_day is not null
  ),

  first_days_in_bracket as (
    select cohort_kind, cohort_start, age
    from days_of_cohorts
    where
      age between 1 and 30
      and (
        previous_age is null
        or previous_age
          < case when age = 1 then 1 when age < 8 then 2 when age < 15 then 8 else 15 end
      )
  ),

  users_by_age as (
    select cohort_kind, cohort_start, age, count(*) as users
    from first_days_in_bracket
    group by cohort_kind, cohort_start, age
  ),

  retained_users as (
    select
      users.cohort_kind,
      users.cohort_start,
      brackets.first_age,
      sum(users.users) as retained
    from users_by_age as users
    join brackets on users.age between brackets.first_age and brackets.last_age
    group by users.cohort_kind, users.cohort_start, brackets.first_age
  ),

  cohorts as (
    select 'first_activity' as cohort_kind, first_day as cohort_start, count(*) as cohort_size
    from user_state
    where first_day >= date_sub(:first_day, 30)
    group by first_day
    union all
    select 'signup' as cohort_kind, signup_day as cohort_start, count(*) as cohort_size
    from user_state
    where :has_accounts and signup_day >= date_sub(:first_day, 30)
    group by signup_day
  ),

  cells as (
    select
      cohorts.cohort_kind,
      cohorts.cohort_start,
      cohorts.cohort_size,
      brackets.first_age,
      brackets.last_age,
      date_add(cohorts.cohort_start, brackets.first_age) as period_start,
      date_add(cohorts.cohort_start, brackets.last_age) as period_end,
      date_add(cohorts.cohort_start, brackets.last_age) <= :last_day as is_complete,
      coalesce(users.retained, 0) as retained
    from cohorts
    cross join brackets
    left join retained_users as users
      on users.cohort_kind = cohorts.cohort_kind
      and users.cohort_start = cohorts.cohort_start
      and users.first_age = brackets.first_age
    where date_add(cohorts.cohort_start, brackets.last_age) >= :first_day
  )

select
  cohort_kind,
  cohort_start,
  first_age,
  last_age,
  period_start,
  period_end,
  cohort_size,
  if(is_complete, retained, null) as retained,
  if(
    is_complete, round(cast(retained as decimal(20, 0)) / cohort_size, 10), null
  ) as rate,
  is_complete
from cells
