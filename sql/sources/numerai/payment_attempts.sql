-- Attempts to take money that ended, or are pending, one row each.
-- A one-off attempt is a row of payments; an attempt at a subscription invoice is an invoice.paid,
-- invoice.payment_succeeded or invoice.payment_failed event. An invoice of 0 is no attempt; an invoice is paid once,
-- whichever of the two events says so. An event that was delivered twice is one.
with invoice_events as (
    select
        w.id,
        row_number() over (
            partition by coalesce(w.payload ->> 'id', w.stripe_event_id) order by w.created_at, w.id
        ) as delivery,
        w.payload #>> '{data,object,id}' as invoice_id,
        w.payload #>> '{data,object,customer}' as customer_id,
        w.payload #>> '{data,object,currency}' as currency,
        case
            when w.payload ->> 'created' ~ '^[0-9]{1,11}$' then to_timestamp((w.payload ->> 'created')::bigint)
            else w.created_at
        end as occurred_at,
        case when w.event_type = 'invoice.payment_failed' then 'failed' else 'succeeded' end as status,
        case
            when w.payload #>> '{data,object,amount_due}' ~ '^[0-9]{1,15}$'
                then (w.payload #>> '{data,object,amount_due}')::bigint
        end as amount_due
    from webhook_events w
    where
        w.event_type in ('invoice.paid', 'invoice.payment_succeeded', 'invoice.payment_failed')
        and coalesce(
            w.payload #>> '{data,object,subscription}',
            w.payload #>> '{data,object,parent,subscription_details,subscription}'
        ) is not null
),

numbered as (
    select
        i.*,
        row_number() over (partition by i.invoice_id, i.status order by i.occurred_at, i.id) as nth
    from invoice_events i
    where i.delivery = 1
),

succeeded_at as (
    select
        b.payment_id,
        min(b.created_at) as at
    from billing_history b
    where b.payment_id is not null
    group by b.payment_id
)

select
    p.id as attempt_id,
    p.user_id,
    null::text as invoice_id,
    p.created_at,
    case
        when p.status in ('succeeded', 'refunded', 'partially_refunded') then coalesce(s.at, p.created_at)
        when p.status in ('failed', 'canceled') then p.updated_at
    end as ended_at,
    case when p.status in ('refunded', 'partially_refunded') then 'succeeded' else p.status end::text as status,
    p.amount::numeric as amount,
    upper(p.currency)::text as currency,
    'payment'::text as origin
from payments p
left join succeeded_at s on s.payment_id = p.id
union all
select
    n.id as attempt_id,
    s.user_id,
    n.invoice_id,
    n.occurred_at as created_at,
    n.occurred_at as ended_at,
    n.status,
    n.amount_due * case
        when lower(n.currency) in (
            'bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf', 'krw', 'mga', 'pyg', 'rwf', 'vnd', 'vuv', 'xaf', 'xof', 'xpf'
        ) then 1
        when lower(n.currency) in ('bhd', 'jod', 'kwd', 'omr', 'tnd') then 0.001
        else 0.01
    end as amount,
    upper(n.currency) as currency,
    'invoice'::text as origin
from numbered n
join subscriptions s on s.stripe_customer_id = n.customer_id
where (n.status = 'failed' or n.nth = 1) and n.amount_due is distinct from 0
