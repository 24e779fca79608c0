-- What: each state with its plan, its currency and its monthly recurring revenue by the price book, or why there is
-- none. Grain: one row a row of {states}, which has the canonical columns and `at`, the instant of the state.
-- The plan is the source's, else that of the price's id, else that of the amount. The price is the source's amount,
-- else that of the line of the price's id, else that of the plan's only line. Of several dates of a line the latest
-- counts that is not after the state's day. To a month: / n for n months, / 12 a year, x 52/12 a week, x 365/12 a
-- day; exact to ten places.
-- Parameters: states, target (names of tables), zone.
create temp table {target} on commit drop as
select
  state.*,
  coalesce(state.plan, by_id.plan, case when by_amount.plans = 1 then by_amount.plan end) as known_plan,
  coalesce(state.currency, line.currency) as known_currency,
  money.mrr,
  case
    when
      state.status is null
      or state.status not in (
        'active', 'trialing', 'past_due', 'canceled', 'unpaid', 'incomplete', 'incomplete_expired', 'paused'
      )
      then 'unknown status: ' || coalesce(state.status, 'none')
    when state.plan is null and by_id.plan is null and by_amount.plans > 1
      then format('%s fits the plans %s', price.said, by_amount.all_plans)
    when state.plan is null and by_id.plan is null and by_amount.plan is null and state.amount is null
      then format('no plan has the price %s', coalesce(state.price_id, '(none)'))
    when state.plan is null and by_id.plan is null and by_amount.plan is null
      then format('no plan costs %s', price.said)
    when state.amount is null and line.lines = 0
      then format('plan %s has no price%s', coalesce(state.plan, by_id.plan),
        coalesce(' in ' || state.currency, '') || coalesce(' by the ' || state."interval", ''))
    when state.amount is null and line.lines > 1
      then format('plan %s has several prices, and nothing says which', coalesce(state.plan, by_id.plan))
    when state.amount is not null and state.currency is null then 'the amount has no currency'
    when money.mrr is null
      then format('no rule for the interval %s x %s',
        coalesce(state.interval_count, 1), coalesce(state."interval", '(none)'))
  end as unpriced_reason
from {states} as state
cross join lateral (
  select
    (state.at at time zone {zone})::date as day,
    format('%s %s for %s x %s', trim_scale(state.amount), state.currency, coalesce(state.interval_count, 1),
      state."interval") as said
) as price
left join lateral (
  select min(book.plan) as plan
  from price_book as book
  where book.price_id = state.price_id
  having count(distinct book.plan) = 1
) as by_id on true
left join lateral (
  select
    count(distinct book.plan) as plans,
    min(book.plan) as plan,
    string_agg(distinct book.plan, ' and ') as all_plans
  from price_book as book
  where
    state.plan is null
    and by_id.plan is null
    and book.amount = state.amount
    and book.currency = state.currency
    and book."interval" = state."interval"
    and book.interval_count = coalesce(state.interval_count, 1)
    and book.valid_from <= price.day
) as by_amount on true
left join lateral (
  select
    count(*) as lines,
    min(dated.currency) as currency,
    min(dated.amount) as amount,
    min(dated."interval") as "interval",
    min(dated.interval_count) as interval_count
  from (
    select distinct on (book.currency, book."interval", book.interval_count)
      book.currency, book.amount, book."interval", book.interval_count
    from price_book as book
    where
      state.amount is null
      and case
        when by_id.plan is null then book.plan = state.plan
        else book.price_id = state.price_id
      end
      and (state.currency is null or book.currency = state.currency)
      and (state."interval" is null or book."interval" = state."interval")
      and (state.interval_count is null or book.interval_count = state.interval_count)
      and book.valid_from <= price.day
    order by book.currency, book."interval", book.interval_count, book.valid_from desc, book.price_id nulls first
  ) as dated
) as line on true
cross join lateral (
  select
    case when state.amount is null then line.amount else state.amount end as amount,
    case when state.amount is null then line."interval" else state."interval" end as "interval",
    case
      when state.amount is not null then coalesce(state.interval_count, 1)
      when line.lines = 1 then line.interval_count
    end as interval_count
) as unit
left join lateral (
  select
    round(
      (
        greatest(unit.amount * coalesce(state.quantity, 1) - coalesce(state.discount_amount, 0), 0)
        * case unit."interval" when 'week' then 52 when 'day' then 365 when 'month' then 1 when 'year' then 1 end
      )::numeric(58, 20)
      / case when unit."interval" = 'month' then nullif(unit.interval_count, 0)
        else nullif(unit.interval_count, 0) * 12 end,
      10
    ) as mrr
  where
    (state.amount is not null or line.lines = 1)
    and unit.interval_count > 0
    and coalesce(state.currency, line.currency) is not null
    and coalesce(state.quantity, 1) >= 0
    and unit.amount >= 0
) as money on true
