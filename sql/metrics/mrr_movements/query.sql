-- How MRR and paying customers moved from the opening to the close of a day or month.
-- Grain: one row a day or month that overlaps the days asked for, currency and plan with MRR so far,
-- and one with plan all.
-- Parameters: :first_day, :last_day.
--
-- A customer's movement is what lies between two snapshots of him. Where his MRR was restated inside
-- a month, the month is looked at in two parts, before and after, so that what was booked wrongly
-- and its correction are both there, as in the days. Amounts have 28 digits while they are computed
-- with.

with
  moves as (
    select
      user_id,
      currency,
      plan,
      cast(opening_mrr as decimal(28, 10)) as opening_mrr,
      cast(restated_mrr as decimal(28, 10)) as restated_mrr,
      cast(closing_mrr as decimal(28, 10)) as closing_mrr,
      first_paid_day,
      day,
      cast(date_trunc('month', day) as date) as month_start
    from mrr_change
    where day between cast(date_trunc('month', :first_day) as date) and :last_day
  ),

  business_days as (
    select day, month_start, month_end
    from business_day
    where day between :first_day and :last_day
  ),

  balances as (
    select
      user_id,
      currency,
      plan_view as plan,
      sum(mrr) as mrr,
      min(first_paid_day) as first_paid_day
    from mrr_state
    lateral view explode(array('all', plan)) as plan_view
    group by 1, 2, 3
  ),

  closing as (
    select
      currency,
      plan,
      cast(sum(mrr) as decimal(28, 10)) as mrr,
      count_if(mrr > 0) as customers,
      min(first_paid_day) as first_paid_day
    from balances
    group by currency, plan
  ),

  views as (
    select
      user_id,
      currency,
      plan_view as plan,
      day,
      month_start,
      cast(sum(opening_mrr) as decimal(28, 10)) as opening_mrr,
      cast(sum(restated_mrr) as decimal(28, 10)) as restated_mrr,
      cast(sum(closing_mrr) as decimal(28, 10)) as closing_mrr,
      max(restated_mrr <> 0) as is_restated,
      min(first_paid_day) as first_paid_day
    from moves
    lateral view explode(array('all', plan)) as plan_view
    group by 1, 2, 3, 4, 5
  ),

  in_periods as (
    select 'day' as grain, day as period_start, 0 as part, *
    from views
    union all
    select
      'month' as grain,
      month_start as period_start,
      count_if(is_restated) over (partition by user_id, currency, month_start order by day) as part,
      *
    from views
  ),

  bounded as (
    select
      *,
      min(day) over of_user as first_move,
      max(day) over of_user as last_move,
      min(first_paid_day) over of_user as user_paid_from
    from in_periods
    window of_user as (partition by grain, period_start, part, user_id, currency)
  ),

  snapshots as (
    select
      grain,
      period_start,
      part,
      user_id,
      currency,
      plan,
      plan = 'all' as is_total,
      user_paid_from,
      cast(sum(if(day = first_move, opening_mrr + restated_mrr, 0)) as decimal(28, 10)) as opened,
      cast(sum(if(day = last_move, closing_mrr, 0)) as decimal(28, 10)) as closed,
      cast(sum(restated_mrr) as decimal(28, 10)) as restated,
      sum(if(opening_mrr + restated_mrr > 0, 1, 0) - if(opening_mrr > 0, 1, 0)) as restated_customers
    from bounded
    group by 1, 2, 3, 4, 5, 6, 7, 8
  ),

  differences as (
    select *, cast(closed - opened as decimal(28, 10)) as difference
    from snapshots
  ),

  compared as (
    select
      *,
      sum(if(is_total, opened, 0)) over of_user as user_opened,
      sum(if(is_total, closed, 0)) over of_user as user_closed,
      cast(sum(if(is_total, 0, greatest(difference, 0))) over of_user as decimal(28, 10)) as gains,
      cast(sum(if(is_total, 0, greatest(-difference, 0))) over of_user as decimal(28, 10)) as losses,
      cast(
        coalesce(
          sum(if(is_total, 0, greatest(difference, 0))) over (
            partition by grain, period_start, part, user_id, currency
            order by is_total, difference desc, plan
            rows between unbounded preceding and 1 preceding
          ),
          0
        ) as decimal(28, 10)
      ) as gains_before,
      row_number() over (
        partition by grain, period_start, part, user_id, currency
        order by is_total, difference desc, plan
      ) as place
    from differences
    window of_user as (partition by grain, period_start, part, user_id, currency)
  ),

  -- What a customer's plans lose goes to those that gain, the largest gain first; what they can't
  -- take is contraction of the first.
  transferred as (
    select
      *,
      case
        when user_opened > 0 and user_closed > 0 then 'stays'
        when user_opened > 0 then 'churns'
        when user_closed > 0 and user_paid_from < period_start then 'returns'
        when user_closed > 0 then 'begins'
      end as movement,
      if(
        is_total or difference <= 0,
        0,
        least(difference, greatest(losses - gains_before, 0))
          + if(place = 1, greatest(losses - gains, 0), 0)
      ) as transfer_in,
      if(is_total or difference >= 0 or gains = 0, 0, -difference) as transfer_out
    from compared
  ),

  judged as (
    select
      *,
      cast(difference - transfer_in + transfer_out as decimal(28, 10)) as own_difference
    from transferred
  ),

  movements as (
    select
      grain,
      period_start,
      currency,
      plan,
      cast(sum(if(movement = 'begins', closed, 0)) as decimal(28, 10)) as new_mrr,
      cast(sum(if(movement = 'returns', closed, 0)) as decimal(28, 10)) as reactivation_mrr,
      cast(sum(if(movement = 'stays', greatest(own_difference, 0), 0)) as decimal(28, 10))
        as expansion_mrr,
      cast(sum(if(movement = 'stays', greatest(-own_difference, 0), 0)) as decimal(28, 10))
        as contraction_mrr,
      cast(sum(if(movement = 'churns', opened, 0)) as decimal(28, 10)) as churned_mrr,
      cast(sum(restated) as decimal(28, 10)) as restatement_mrr,
      cast(sum(if(movement = 'stays', transfer_in, 0)) as decimal(28, 10)) as transfer_in_mrr,
      cast(sum(if(movement = 'stays', transfer_out, 0)) as decimal(28, 10)) as transfer_out_mrr,
      cast(sum(difference + restated) as decimal(28, 10)) as net_mrr,
      count_if(movement = 'begins' and closed > 0) as new_customers,
      count_if(movement = 'returns' and closed > 0) as reactivated_customers,
      count_if(movement = 'churns' and opened > 0) as churned_customers,
      count_if(movement = 'stays' and opened = 0 and closed > 0) as transfer_in_customers,
      count_if(movement = 'stays' and opened > 0 and closed = 0) as transfer_out_customers,
      sum(restated_customers) as restatement_customers,
      sum(if(closed > 0, 1, 0) - if(opened > 0, 1, 0) + restated_customers) as net_customers
    from judged
    group by grain, period_start, currency, plan
  ),

  periods as (
    select 'day' as grain, day as period_start, day as period_end
    from business_days
    union
    select 'month' as grain, month_start as period_start, month_end as period_end
    from business_days
  ),

  every_period as (
    select
      periods.*,
      closing.plan,
      closing.currency,
      cast(
        closing.mrr - coalesce(cast(sum(movements.net_mrr) over later as decimal(27, 10)), 0)
        as decimal(28, 10)
      ) as closing_mrr,
      closing.customers - coalesce(sum(movements.net_customers) over later, 0) as closing_customers,
      coalesce(movements.new_mrr, 0) as new_mrr,
      coalesce(movements.reactivation_mrr, 0) as reactivation_mrr,
      coalesce(movements.expansion_mrr, 0) as expansion_mrr,
      coalesce(movements.contraction_mrr, 0) as contraction_mrr,
      coalesce(movements.churned_mrr, 0) as churned_mrr,
      coalesce(movements.restatement_mrr, 0) as restatement_mrr,
      coalesce(movements.transfer_in_mrr, 0) as transfer_in_mrr,
      coalesce(movements.transfer_out_mrr, 0) as transfer_out_mrr,
      coalesce(movements.net_mrr, 0) as net_mrr,
      coalesce(movements.new_customers, 0) as new_customers,
      coalesce(movements.reactivated_customers, 0) as reactivated_customers,
      coalesce(movements.churned_customers, 0) as churned_customers,
      coalesce(movements.transfer_in_customers, 0) as transfer_in_customers,
      coalesce(movements.transfer_out_customers, 0) as transfer_out_customers,
      coalesce(movements.restatement_customers, 0) as restatement_customers,
      coalesce(movements.net_customers, 0) as net_customers
    from periods
    join closing on closing.first_paid_day <= periods.period_end
    left join movements
      on movements.grain = periods.grain
      and movements.period_start = periods.period_start
      and movements.currency = closing.currency
      and movements.plan = closing.plan
    window later as (
      partition by periods.grain, closing.currency, closing.plan
      order by periods.period_start desc
      rows between unbounded preceding and 1 preceding
    )
  ),

  -- The day on which a history began with subscriptions in force.
  beginning as (
    select min(day) as day
    from moves
    where opening_mrr is null
  ),

  known as (
    select
      every_period.*,
      coalesce(beginning.day not between every_period.period_start and every_period.period_end, true)
        as is_known
    from every_period
    cross join beginning
  )

select
  grain,
  period_start,
  period_end,
  plan,
  currency,
  if(is_known, closing_mrr - net_mrr, null) as opening_mrr,
  if(is_known, new_mrr, null) as new_mrr,
  if(is_known, reactivation_mrr, null) as reactivation_mrr,
  if(is_known, expansion_mrr, null) as expansion_mrr,
  if(is_known, contraction_mrr, null) as contraction_mrr,
  if(is_known, churned_mrr, null) as churned_mrr,
  if(is_known, 0, null) as fx_mrr,
  if(is_known, restatement_mrr, null) as restatement_mrr,
  if(is_known, transfer_in_mrr, null) as transfer_in_mrr,
  if(is_known, transfer_out_mrr, null) as transfer_out_mrr,
  closing_mrr,
  if(is_known, closing_customers - net_customers, null) as opening_customers,
  if(is_known, new_customers, null) as new_customers,
  if(is_known, reactivated_customers, null) as reactivated_customers,
  if(is_known, churned_customers, null) as churned_customers,
  if(is_known, transfer_in_customers, null) as transfer_in_customers,
  if(is_known, transfer_out_customers, null) as transfer_out_customers,
  if(is_known, restatement_customers, null) as restatement_customers,
  closing_customers,
  period_end <= :last_day as is_complete
from known
