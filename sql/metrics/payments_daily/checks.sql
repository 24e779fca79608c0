-- What must hold of payments_daily before it is published. PostgreSQL; each query returns the
-- offending rows. Parameters: :first_day, :last_day.

-- check: attempts_add_up
-- severity: fail
-- meaning: Every attempt that ended succeeded or failed, and no count is negative.
select
  day,
  concat(currency, ' ', attempts) as expected,
  concat(currency, ' ', succeeded, ' + ', failed, ', ', pending, ' pending') as actual
from payments_daily
where day between :first_day and :last_day
  and (attempts <> succeeded + failed or least(succeeded, failed, pending) < 0)

-- check: amounts_fit_counts
-- severity: fail
-- meaning: No more was received than attempted, and there are amounts where there are attempts.
select
  day,
  concat(currency, ' ', attempts, ' attempts, ', succeeded, ' succeeded') as expected,
  concat(currency, ' ', amount_attempted, ', ', amount_succeeded) as actual
from payments_daily
where day between :first_day and :last_day
  and (
    amount_succeeded > amount_attempted
    or (attempts > 0) <> (amount_attempted > 0)
    or (succeeded > 0) <> (amount_succeeded > 0)
    or (failed > 0) <> (amount_attempted > amount_succeeded)
  )

-- check: first_attempts_within_attempts
-- severity: fail
-- meaning: First attempts are attempts, the failed ones among them failed, and only those are recovered.
select
  day,
  concat(currency, ' at most ', attempts, ', ', failed) as expected,
  concat(first_attempts, ', ', first_attempts_failed, ', ', recovered_30d, ' recovered') as actual
from payments_daily
where day <= :last_day
  and recovery_ends >= :first_day
  and (
    first_attempts > attempts
    or first_attempts_failed > failed
    or first_attempts - first_attempts_failed > succeeded
    or recovered_30d not between 0 and first_attempts_failed
  )

-- check: rates_are_parts
-- severity: fail
-- meaning: Each rate is its numerator by its denominator, and NULL without one.
select
  day,
  concat_ws(', ', currency, rates.by_count, rates.by_amount, rates.of_first_attempts) as expected,
  concat_ws(', ', success_rate, amount_success_rate, first_attempt_success_rate) as actual
from payments_daily
cross join lateral (
  select
    round(succeeded::numeric / nullif(attempts, 0), 10) as by_count,
    round(amount_succeeded / nullif(amount_attempted, 0), 10) as by_amount,
    round((first_attempts - first_attempts_failed)::numeric / nullif(first_attempts, 0), 10)
      as of_first_attempts
) as rates
where day between :first_day and :last_day
  and (
    success_rate is distinct from by_count
    or (amount_success_rate is null) <> (by_amount is null)
    or abs(amount_success_rate - by_amount) > 0.000000001
    or first_attempt_success_rate is distinct from of_first_attempts
  )

-- check: recovery_known_when_over
-- severity: fail
-- meaning: A recovery rate is recovered_30d / first_attempts_failed once its 30 days are over, and not known before.
select
  day,
  case
    when recovery_ends <= :last_day then round(recovered_30d::numeric / nullif(first_attempts_failed, 0), 10)
  end as expected,
  recovery_rate as actual
from payments_daily
where day <= :last_day
  and recovery_ends >= :first_day
  and (
    recovery_is_complete <> (recovery_ends <= :last_day)
    or recovery_rate is distinct from case
      when recovery_ends <= :last_day then round(recovered_30d::numeric / nullif(first_attempts_failed, 0), 10)
    end
  )

-- check: no_missing_day
-- severity: fail
-- meaning: Every currency has a row on each day from its first one to the last.
select
  days.day,
  concat('a row in ', days.currency) as expected,
  'none' as actual
from (
  select
    currency,
    cast(generate_series(min(day), cast(:last_day as date), interval '1 day') as date) as day
  from payments_daily
  group by currency
) as days
left join payments_daily as published
  on published.day = days.day
  and published.currency = days.currency
where published.day is null

-- check: received_is_cash
-- severity: warn
-- meaning: What attempts brought in the 30 days before the day is cash in revenue_daily, the day before them and the day itself included, but for 1 %.
select
  attempts.day,
  concat(attempts.currency, ' at most ', cash.gross) as expected,
  concat(attempts.currency, ' ', attempts.succeeded_30d) as actual
from (
  select
    day,
    currency,
    sum(amount_succeeded) over (
      partition by currency
      order by day
      range between interval '30 days' preceding and interval '1 day' preceding
    ) as succeeded_30d
  from payments_daily
) as attempts
cross join lateral (
  select coalesce(sum(gross), 0) as gross
  from revenue_daily
  where revenue_daily.currency = attempts.currency
    and revenue_daily.day between attempts.day - 31 and attempts.day
) as cash
where attempts.day between :first_day and :last_day
  and attempts.succeeded_30d * 0.99 > cash.gross

-- check: failures_are_told
-- severity: warn
-- meaning: Of 200 attempts in the 90 days that end on the last day some failed; else the source may tell of successes only.
select
  cast(:last_day as date) as day,
  concat(currency, ' some of ', sum(attempts), ' failed') as expected,
  'none' as actual
from payments_daily
where day > cast(:last_day as date) - 90
  and day <= :last_day
group by currency
having sum(attempts) >= 200 and sum(failed) = 0
