-- Of those who began on a day, how many got somewhere within a number of days.
-- Grain: one row a conversion, cohort day with at least one user, and window.
-- Parameters: :first_day, :last_day, :has_payments, :has_events, :has_subscriptions, :key_event.
--
-- Windows are elapsed time from the user's own start: 24 hours for each day, but never beyond the
-- last local day of the window, which the change of clocks can put an hour earlier.

with
  signups as (
    select user_id, day as cohort_day, min(signed_up_at) as started_at
    from signup
    where day between date_sub(:first_day, 90) and :last_day
    group by user_id, day
  ),

  -- A trial that ended 14 days ago may have begun long before.
  charges as (
    select user_id, charged_at as reached_at, is_subscription, day
    from charge
    where day between date_sub(:first_day, 120) and :last_day
  ),

  spans as (
    select
      user_id,
      first_day,
      coalesce(last_day, :last_day) as last_day,
      mrr,
      trial_start,
      trial_end,
      first_trial_start
    from subscription_span
  ),

  key_events as (
    select user_id, occurred_at as reached_at, day
    from user_event
    where event_name = :key_event and day between date_sub(:first_day, 7) and :last_day
  ),

  -- Whoever got there at all after his start got there first at reached_at.
  first_paid as (
    select
      signups.user_id,
      signups.cohort_day,
      signups.started_at,
      min_by(struct(charges.reached_at, charges.day), charges.reached_at) as reached
    from signups
    left join charges
      on charges.user_id = signups.user_id
      and charges.reached_at >= signups.started_at
    group by 1, 2, 3
  ),

  first_activated as (
    select
      signups.user_id,
      signups.cohort_day,
      signups.started_at,
      min_by(struct(key_events.reached_at, key_events.day), key_events.reached_at) as reached
    from signups
    left join key_events
      on key_events.user_id = signups.user_id
      and key_events.reached_at >= signups.started_at
    group by 1, 2, 3
  ),

  first_subscribed as (
    select
      signups.user_id,
      signups.cohort_day,
      min(
        if(spans.user_id is null, null, greatest(spans.first_day, signups.cohort_day))
      ) as reached_day
    from signups
    left join spans
      on spans.user_id = signups.user_id
      and spans.mrr > 0
      and spans.last_day >= signups.cohort_day
    group by 1, 2
  ),

  -- A user's first trial only, with the end that was known last.
  first_trials as (
    select
      user_id,
      trial_start as started_at,
      max_by(trial_end, first_day) as ended_at
    from spans
    where trial_start = first_trial_start and trial_end is not null
    group by 1, 2
  ),

  ended_trials as (
    select user_id, started_at, ended_at, cast(ended_at as date) as cohort_day
    from first_trials
    where cast(ended_at as date) between date_sub(:first_day, 14) and :last_day
  ),

  trials_paid as (
    select
      trials.user_id,
      trials.cohort_day,
      count_if(
        charges.is_subscription
        and charges.reached_at between trials.started_at
          and timestampadd(hour, 24 * 14, trials.ended_at)
        and charges.day <= date_add(trials.cohort_day, 14)
      ) > 0 as is_converted
    from ended_trials as trials
    left join charges on charges.user_id = trials.user_id
    group by 1, 2
  ),

  in_windows as (
    select
      'signup_to_paid' as conversion,
      cohort_day,
      window_days,
      reached.reached_at <= timestampadd(hour, 24 * window_days, started_at)
      and reached.day <= date_add(cohort_day, window_days) as is_converted
    from first_paid
    lateral view explode(array(7, 30, 90)) as window_days
    where :has_payments
    union all
    select
      'signup_to_subscriber' as conversion,
      cohort_day,
      window_days,
      reached_day <= date_add(cohort_day, window_days) as is_converted
    from first_subscribed
    lateral view explode(array(7, 30, 90)) as window_days
    where :has_subscriptions
    union all
    select 'trial_to_paid' as conversion, cohort_day, 14 as window_days, is_converted
    from trials_paid
    where :has_subscriptions and :has_payments
    union all
    select
      'activation' as conversion,
      cohort_day,
      7 as window_days,
      reached.reached_at <= timestampadd(hour, 24 * 7, started_at)
      and reached.day <= date_add(cohort_day, 7) as is_converted
    from first_activated
    where :has_events and :key_event <> ''
  ),

  cohorts as (
    select
      conversion,
      cohort_day,
      window_days,
      date_add(cohort_day, window_days) as window_end,
      count(*) as cohort_size,
      count_if(is_converted) as converted
    from in_windows
    group by 1, 2, 3
  )

select
  conversion,
  cohort_day,
  window_days,
  window_end,
  cohort_size,
  converted,
  if(
    window_end <= :last_day,
    round(cast(converted as decimal(20, 0)) / cohort_size, 10),
    null
  ) as rate,
  window_end <= :last_day as is_complete
from cohorts
where window_end >= :first_day
