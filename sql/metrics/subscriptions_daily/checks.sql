-- What must hold of subscriptions_daily before it is published. PostgreSQL; each query returns the
-- offending rows. Parameters: :first_day, :last_day.

-- check: agrees_with_movements
-- severity: fail
-- meaning: MRR and paying customers of a day are what its movements close with, where these are computed.
select
  coalesce(days.day, moves.period_start) as day,
  concat_ws(' ', moves.closing_mrr, moves.closing_customers) as expected,
  concat_ws(' ', days.mrr, days.paying_customers) as actual
from (select * from subscriptions_daily where day between :first_day and :last_day) as days
full join (
  select * from mrr_movements where grain = 'day' and period_start between :first_day and :last_day
) as moves
  on moves.period_start = days.day
  and moves.plan = days.plan
  and moves.currency = days.currency
where (coalesce(moves.closing_mrr, 0), coalesce(moves.closing_customers, 0))
  is distinct from (days.mrr, days.paying_customers)
  and exists (
    select from mrr_movements where grain = 'day' and period_start between :first_day and :last_day
  )

-- check: plans_add_up
-- severity: fail
-- meaning: The plans' amounts add up to the total.
select
  day,
  sum(mrr) filter (where plan = 'all') as expected,
  sum(mrr) filter (where plan <> 'all') as actual
from subscriptions_daily
where day between :first_day and :last_day
group by day, currency
having
  sum(case when plan = 'all' then mrr else -mrr end) <> 0
  or sum(case when plan = 'all' then mrr_at_risk else -mrr_at_risk end) <> 0
  or sum(case when plan = 'all' then trial_mrr else -trial_mrr end) <> 0
  or sum(case when plan = 'all' then committed_mrr else -committed_mrr end) <> 0

-- check: customers_between_plans_and_their_sum
-- severity: fail
-- meaning: The total counts everybody once: not less than any plan, not more than all together.
select
  day,
  sum(paying_customers) filter (where plan = 'all') as expected,
  sum(paying_customers) filter (where plan <> 'all') as actual
from subscriptions_daily
where day between :first_day and :last_day
group by day, currency
having
  not max(paying_customers) filter (where plan = 'all') between
    max(paying_customers) filter (where plan <> 'all')
    and sum(paying_customers) filter (where plan <> 'all')
  or not max(trialing) filter (where plan = 'all') between
    max(trialing) filter (where plan <> 'all')
    and sum(trialing) filter (where plan <> 'all')

-- check: parts_within_mrr
-- severity: fail
-- meaning: What is at risk or committed is part of MRR, who is past due pays, and nothing is negative.
select day, mrr as expected, concat_ws(' ', mrr_at_risk, committed_mrr) as actual
from subscriptions_daily
where day between :first_day and :last_day
  and not (
    mrr_at_risk between 0 and mrr
    and committed_mrr between 0 and mrr
    and trial_mrr >= 0
    and past_due between 0 and paying_customers
    and trialing >= 0
    and cancellations_requested >= 0
    and (paying_customers > 0) = (mrr > 0)
  )

-- check: trials_begin_as_there_are_more
-- severity: fail
-- meaning: Who begins a trial is in one, whoever is in one more than the day before has begun one, and the total counts everybody once.
select
  today.day,
  concat_ws(' ', today.trialing - yesterday.trialing, 'to', today.trialing) as expected,
  today.trials_started as actual
from subscriptions_daily as today
left join subscriptions_daily as yesterday
  on yesterday.day = today.day - 1
  and yesterday.plan = today.plan
  and yesterday.currency = today.currency
  and yesterday.day >= :first_day
where today.day between :first_day and :last_day
  and not today.trials_started between greatest(today.trialing - yesterday.trialing, 0) and today.trialing
union all
select
  day,
  concat('at most ', sum(trials_started) filter (where plan <> 'all')),
  sum(trials_started) filter (where plan = 'all')
from subscriptions_daily
where day between :first_day and :last_day
group by day, currency
having
  sum(trials_started) filter (where plan = 'all') > sum(trials_started) filter (where plan <> 'all')

-- check: derived_figures_agree
-- severity: fail
-- meaning: ARR is 12 times MRR, ARPA is MRR by paying customers, and what is counted says how it is known.
select day, mrr as expected, concat_ws(' ', arr, arpa, history_quality) as actual
from subscriptions_daily
where day between :first_day and :last_day
  and (
    arr <> mrr * 12
    or arpa is distinct from round(mrr::numeric(38, 20) / nullif(paying_customers, 0), 10)
    or (history_quality is null) <> (paying_customers = 0 and trialing = 0)
    or history_quality not in ('observed', 'events', 'invoices', 'assumed')
  )

-- check: no_missing_day
-- severity: fail
-- meaning: A currency and plan that was seen once has a row on every day since.
select missing.day::date as day, missing.plan as expected, missing.currency as actual
from (
  select generate_series(greatest(min(day), :first_day), :last_day, interval '1 day') as day, plan, currency
  from subscriptions_daily
  group by plan, currency
) as missing
left join subscriptions_daily as present
  on present.day = missing.day
  and present.plan = missing.plan
  and present.currency = missing.currency
where present.plan is null

-- check: mrr_near_day_before
-- severity: warn
-- meaning: MRR moves by less than a fifth from one day to the next where 100 customers pay.
select today.day, yesterday.mrr as expected, today.mrr as actual
from subscriptions_daily as today
join subscriptions_daily as yesterday
  on yesterday.day = today.day - 1
  and yesterday.plan = today.plan
  and yesterday.currency = today.currency
where today.day between :first_day and :last_day
  and today.plan = 'all'
  and yesterday.paying_customers >= 100
  and abs(today.mrr - yesterday.mrr) > yesterday.mrr / 5
