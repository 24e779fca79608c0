-- Subscriptions at the end of each day, by plan and altogether.
-- Grain: one row a business day, currency and plan seen so far, and one with plan all.
-- Parameters: :first_day, :last_day.
--
-- A subscription is counted up on the first day of its span and down on the day after the last; the
-- running sum is what there was on each day. A customer with several is counted up once: what his
-- earlier spans cover already is left out. Amounts have 28 digits while they are computed with.

with
  spans as (
    select
      user_id,
      subscription_id,
      currency,
      coalesce(plan, 'unknown') as plan,
      first_day,
      coalesce(date_add(last_day, 1), date'9999-12-31') as next_day,
      cast(mrr as decimal(28, 10)) as mrr,
      cast(trial_mrr as decimal(28, 10)) as trial_mrr,
      is_trialing,
      is_past_due,
      cancels_at_period_end,
      cancel_requested_day,
      source
    from subscription_span
  ),

  business_days as (
    select day
    from business_day
    where day between :first_day and :last_day
  ),

  seen as (
    select currency, plan_view as plan, min(first_day) as first_day
    from mrr_state
    lateral view explode(array('all', plan)) as plan_view
    group by 1, 2
  ),

  viewed as (
    select *
    from spans
    lateral view explode(array('all', plan)) as plan_view
    where mrr > 0 or is_trialing
  ),

  parts as (
    select *
    from viewed
    where next_day > :first_day and first_day <= :last_day
  ),

  covered as (
    select
      *,
      max(if(mrr > 0, next_day, null)) over earlier as paying_until,
      max(if(is_trialing, next_day, null)) over earlier as trialing_until,
      max(if(mrr > 0 and is_past_due, next_day, null)) over earlier as past_due_until
    from parts
    window earlier as (
      partition by user_id, currency, plan_view
      order by first_day, next_day, subscription_id
      rows between unbounded preceding and 1 preceding
    )
  ),

  counted as (
    select
      *,
      greatest(first_day, from_day, :first_day) as begins
    from covered
    lateral view inline(
      array(
        struct('subscription' as what, first_day as from_day),
        struct('paying' as what, if(mrr > 0, coalesce(paying_until, first_day), null) as from_day),
        struct('trialing' as what, if(is_trialing, coalesce(trialing_until, first_day), null) as from_day),
        struct('past_due' as what, if(mrr > 0 and is_past_due, coalesce(past_due_until, first_day), null) as from_day)
      )
    ) as what, from_day
    where from_day is not null
  ),

  edges as (
    select *, up_or_down, day
    from counted
    lateral view inline(
      array(struct(1 as up_or_down, begins as day), struct(-1 as up_or_down, next_day as day))
    ) as up_or_down, day
    where begins < next_day and day <= :last_day
  ),

  changes as (
    select
      currency,
      plan_view as plan,
      day,
      sum(if(what = 'trialing', up_or_down, 0)) as trialing,
      sum(if(what = 'paying', up_or_down, 0)) as paying_customers,
      sum(if(what = 'past_due', up_or_down, 0)) as past_due,
      sum(if(what = 'subscription', if(up_or_down > 0, mrr, -mrr), 0)) as mrr,
      sum(if(what = 'subscription' and is_past_due, if(up_or_down > 0, mrr, -mrr), 0)) as mrr_at_risk,
      sum(if(what = 'subscription', if(up_or_down > 0, trial_mrr, -trial_mrr), 0)) as trial_mrr,
      sum(
        if(what = 'subscription' and not cancels_at_period_end, if(up_or_down > 0, mrr, -mrr), 0)
      ) as committed_mrr,
      sum(if(what = 'subscription' and source = 'assumed', up_or_down, 0)) as assumed,
      sum(if(what = 'subscription' and source = 'invoices', up_or_down, 0)) as from_invoices,
      sum(if(what = 'subscription' and source = 'events', up_or_down, 0)) as from_events,
      sum(if(what = 'subscription' and source = 'observed', up_or_down, 0)) as observed
    from edges
    group by 1, 2, 3
  ),

  -- A request stands until it is taken back, whatever the plan becomes: it counts for the plan of the day.
  asked as (
    select
      user_id,
      subscription_id,
      cancel_requested_day,
      min_by(currency, first_day) as currency,
      min_by(plan, first_day) as plan
    from spans
    where cancel_requested_day between :first_day and :last_day
    group by user_id, subscription_id, cancel_requested_day
  ),

  -- Who had not paid at the end of the day, nor of the day before, was no paying customer.
  requests as (
    select
      asked.currency,
      plan_view as plan,
      asked.cancel_requested_day as day,
      count(distinct asked.user_id) as cancellations_requested
    from asked
    left semi join spans as paid
      on paid.subscription_id = asked.subscription_id
      and paid.mrr > 0
      and paid.first_day <= asked.cancel_requested_day
      and paid.next_day >= asked.cancel_requested_day
    lateral view explode(array('all', asked.plan)) as plan_view
    group by 1, 2, 3
  ),

  trials as (
    select user_id, currency, plan_view, first_day, next_day
    from viewed
    where is_trialing
  ),

  -- Who was in trial at the end of the day before goes on, whatever the subscription.
  begun as (
    select
      trials.currency,
      trials.plan_view as plan,
      trials.first_day as day,
      count(distinct trials.user_id) as trials_started
    from trials
    left anti join trials as earlier
      on earlier.user_id = trials.user_id
      and earlier.currency = trials.currency
      and earlier.plan_view = trials.plan_view
      and earlier.first_day < trials.first_day
      and earlier.next_day >= trials.first_day
    where trials.first_day between :first_day and :last_day
    group by 1, 2, 3
  ),

  every_day as (
    select
      business_days.day,
      seen.plan,
      seen.currency,
      sum(changes.trialing) over so_far as trialing,
      sum(changes.paying_customers) over so_far as paying_customers,
      sum(changes.past_due) over so_far as past_due,
      cast(sum(changes.mrr) over so_far as decimal(28, 10)) as mrr,
      sum(changes.mrr_at_risk) over so_far as mrr_at_risk,
      sum(changes.trial_mrr) over so_far as trial_mrr,
      sum(changes.committed_mrr) over so_far as committed_mrr,
      sum(changes.assumed) over so_far as assumed,
      sum(changes.from_invoices) over so_far as from_invoices,
      sum(changes.from_events) over so_far as from_events,
      sum(changes.observed) over so_far as observed
    from business_days
    join seen on seen.first_day <= business_days.day
    left join changes
      on changes.day = business_days.day
      and changes.currency = seen.currency
      and changes.plan = seen.plan
    window so_far as (
      partition by seen.currency, seen.plan
      order by business_days.day
      rows between unbounded preceding and current row
    )
  )

select
  every_day.day,
  every_day.plan,
  every_day.currency,
  coalesce(every_day.trialing, 0) as trialing,
  coalesce(every_day.paying_customers, 0) as paying_customers,
  coalesce(every_day.past_due, 0) as past_due,
  coalesce(requests.cancellations_requested, 0) as cancellations_requested,
  coalesce(every_day.mrr, 0) as mrr,
  coalesce(every_day.mrr_at_risk, 0) as mrr_at_risk,
  coalesce(every_day.trial_mrr, 0) as trial_mrr,
  coalesce(every_day.committed_mrr, 0) as committed_mrr,
  coalesce(every_day.mrr * 12, 0) as arr,
  round(
    cast(every_day.mrr as decimal(27, 10))
      / nullif(cast(every_day.paying_customers as decimal(10, 0)), 0),
    10
  ) as arpa,
  case
    when every_day.assumed > 0 then 'assumed'
    when every_day.from_invoices > 0 then 'invoices'
    when every_day.from_events > 0 then 'events'
    when every_day.observed > 0 then 'observed'
  end as history_quality,
  coalesce(begun.trials_started, 0) as trials_started
from every_day
left join requests
  on requests.day = every_day.day
  and requests.currency = every_day.currency
  and requests.plan = every_day.plan
left join begun
  on begun.day = every_day.day
  and begun.currency = every_day.currency
  and begun.plan = every_day.plan
