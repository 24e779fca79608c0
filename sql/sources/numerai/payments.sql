-- Cash: charges and refunds, one row each, amounts positive and in the currency's main unit.
-- A charge is a row of billing_history (one-off payments and subscription invoices alike); rows of payments are
-- not added, they would count one-offs twice.
-- A refund is what a charge.refunded event adds to the charge's amount_refunded, which is a running total: of two
-- partial refunds each counts once, on its own day, in whatever order and however often the events arrived. A payment
-- that says 'refunded' without events for all of it counts the rest on the day of its last change.
-- A refund of which nobody knows the amount (the event has none, or the payment only says 'partially_refunded') comes
-- with NULL. An amount that is no number does too.
with refund_events as (
    select
        w.id,
        w.payload #>> '{data,object,id}' as charge_id,
        w.payload #>> '{data,object,payment_intent}' as payment_intent_id,
        w.payload #>> '{data,object,customer}' as customer_id,
        w.payload #>> '{data,object,currency}' as currency,
        case
            when w.payload ->> 'created' ~ '^[0-9]{1,11}$' then to_timestamp((w.payload ->> 'created')::bigint)
            else w.created_at
        end as occurred_at,
        case
            when w.payload #>> '{data,object,amount_refunded}' ~ '^[0-9]{1,15}$'
                then (w.payload #>> '{data,object,amount_refunded}')::bigint
        end as refunded_so_far
    from webhook_events w
    where w.event_type = 'charge.refunded'
),

refund_steps as (
    select
        r.*,
        r.refunded_so_far - coalesce(
            max(r.refunded_so_far) over (
                partition by coalesce(r.charge_id, r.payment_intent_id, r.id::text)
                order by r.occurred_at, r.refunded_so_far, r.id
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as added
    from refund_events r
),

-- Stripe's amounts are in the currency's smallest unit: https://docs.stripe.com/currencies#zero-decimal
refunds as (
    select
        r.id,
        coalesce(by_charge.id, by_intent.id) as payment_id,
        coalesce(by_charge.user_id, by_intent.user_id, s.user_id) as user_id,
        case
            when by_charge.id is not null then by_charge.subscription_id
            when by_intent.id is not null then by_intent.subscription_id
            else s.id
        end as subscription_id,
        r.occurred_at,
        r.added * case
            when lower(r.currency) in (
                'bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf', 'krw', 'mga', 'pyg', 'rwf', 'vnd', 'vuv', 'xaf', 'xof', 'xpf'
            ) then 1
            when lower(r.currency) in ('bhd', 'jod', 'kwd', 'omr', 'tnd') then 0.001
            else 0.01
        end as amount,
        upper(r.currency) as currency
    from refund_steps r
    left join payments by_charge on by_charge.stripe_charge_id = r.charge_id
    left join payments by_intent on by_intent.stripe_payment_intent_id = r.payment_intent_id
    left join subscriptions s on s.stripe_customer_id = r.customer_id
    where r.added > 0 or r.added is null
),

refunds_by_payment as (
    select
        r.payment_id,
        sum(r.amount) as amount
    from refunds r
    where r.payment_id is not null
    group by r.payment_id
)

select
    b.id as payment_id,
    b.user_id,
    b.subscription_id,
    b.created_at as occurred_at,
    'charge'::text as kind,
    'succeeded'::text as status,
    b.amount::numeric as amount,
    upper(b.currency)::text as currency,
    b.period_start,
    b.period_end
from billing_history b
union all
select
    r.id as payment_id,
    r.user_id,
    r.subscription_id,
    r.occurred_at,
    'refund'::text as kind,
    'succeeded'::text as status,
    r.amount,
    r.currency,
    null::timestamptz as period_start,
    null::timestamptz as period_end
from refunds r
join users u on u.id = r.user_id
union all
select
    p.id as payment_id,
    p.user_id,
    p.subscription_id,
    p.updated_at as occurred_at,
    'refund'::text as kind,
    'succeeded'::text as status,
    case when p.status = 'refunded' then p.amount - coalesce(r.amount, 0) end as amount,
    upper(p.currency)::text as currency,
    null::timestamptz as period_start,
    null::timestamptz as period_end
from payments p
left join refunds_by_payment r on r.payment_id = p.id
where
    p.status = 'refunded' and p.amount > coalesce(r.amount, 0)
    or p.status = 'partially_refunded' and r.payment_id is null
