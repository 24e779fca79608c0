-- The state of a subscription after each change, one row a customer.subscription.* event of webhook_events.
-- Each event carries the whole object as it then was. changed_at is the event's own time, updated_at its arrival.
-- subscription_id is the application's one row of the customer, whichever of his Stripe subscriptions the event is
-- about; NULL for a customer whom the application does not know (any more).
-- The plan follows from the price, through the job's price book; metadata.plan stays when the plan changes.
-- Amounts are in the currency's main unit. What is no number or no time comes as NULL: the row is then named.
select
    coalesce(w.payload ->> 'id', w.stripe_event_id)::text as change_id,
    case when w.payload ->> 'created' ~ '^[0-9]{1,11}$' then to_timestamp((w.payload ->> 'created')::bigint) end
        as changed_at,
    s.id as subscription_id,
    s.user_id,
    case
        when jsonb_typeof(o.o -> 'pause_collection') = 'object' and o.o ->> 'status' in ('active', 'past_due')
            then 'paused'
        else o.o ->> 'status'
    end as status,
    upper(coalesce(i.currency, o.o ->> 'currency')) as currency,
    i.amount,
    i.interval,
    i.interval_count,
    i.quantity,
    coalesce(o.created, o.start_date) as started_at,
    coalesce(o.cancel_at, o.current_period_end, i.current_period_end) as current_period_end,
    o.cancel_at is not null or coalesce(o.o ->> 'cancel_at_period_end' = 'true', false) as cancel_at_period_end,
    o.canceled_at as cancel_requested_at,
    case when o.o ->> 'status' = 'canceled' then coalesce(o.ended_at, o.canceled_at) end as canceled_at,
    o.ended_at,
    i.price_id,
    case o.o #>> '{cancellation_details,reason}'
        when 'cancellation_requested' then 'voluntary'
        when 'payment_failed' then 'involuntary'
        when 'payment_disputed' then 'involuntary'
    end as cancellation_reason,
    o.trial_start,
    o.trial_end,
    i.other_items_discount + coalesce(d.amount_off, 0) * o.unit + i.subtotal * coalesce(d.percent_off, 0) / 100
        as discount_amount,
    w.created_at as updated_at
from webhook_events w
cross join lateral (
    select
        x.o,
        -- https://docs.stripe.com/currencies#zero-decimal
        case
            when lower(x.o ->> 'currency') in (
                'bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf', 'krw', 'mga', 'pyg', 'rwf', 'vnd', 'vuv', 'xaf', 'xof', 'xpf'
            ) then 1
            when lower(x.o ->> 'currency') in ('bhd', 'jod', 'kwd', 'omr', 'tnd') then 0.001
            else 0.01
        end as unit,
        case when x.o ->> 'created' ~ '^[0-9]{1,11}$' then to_timestamp((x.o ->> 'created')::bigint) end
            as created,
        case when x.o ->> 'start_date' ~ '^[0-9]{1,11}$' then to_timestamp((x.o ->> 'start_date')::bigint) end
            as start_date,
        case when x.o ->> 'cancel_at' ~ '^[0-9]{1,11}$' then to_timestamp((x.o ->> 'cancel_at')::bigint) end
            as cancel_at,
        case
            when x.o ->> 'current_period_end' ~ '^[0-9]{1,11}$'
                then to_timestamp((x.o ->> 'current_period_end')::bigint)
        end as current_period_end,
        case when x.o ->> 'canceled_at' ~ '^[0-9]{1,11}$' then to_timestamp((x.o ->> 'canceled_at')::bigint) end
            as canceled_at,
        case when x.o ->> 'ended_at' ~ '^[0-9]{1,11}$' then to_timestamp((x.o ->> 'ended_at')::bigint) end
            as ended_at,
        case when x.o ->> 'trial_start' ~ '^[0-9]{1,11}$' then to_timestamp((x.o ->> 'trial_start')::bigint) end
            as trial_start,
        case when x.o ->> 'trial_end' ~ '^[0-9]{1,11}$' then to_timestamp((x.o ->> 'trial_end')::bigint) end
            as trial_end
    from (select w.payload #> '{data,object}' as o) x
) o
left join subscriptions s on s.stripe_customer_id = coalesce(o.o #>> '{customer,id}', o.o ->> 'customer')
-- The item that costs most gives price and quantity; what the others cost is a discount below zero, so that the
-- whole is exact and the plan is still found. Usage is no recurring price. Items of different intervals have no
-- common price: then nothing is given, and the price book's step names the row.
left join lateral (
    select
        case when count(distinct (p.interval, p.interval_count, p.currency)) = 1 then max(p.currency) end as currency,
        case
            when count(distinct (p.interval, p.interval_count, p.currency)) = 1
                then (array_agg(p.price_id order by p.amount * p.quantity desc nulls last, p.nth))[1]
        end as price_id,
        case
            when count(distinct (p.interval, p.interval_count, p.currency)) = 1
                then (array_agg(p.amount order by p.amount * p.quantity desc nulls last, p.nth))[1] * o.unit
        end as amount,
        case
            when count(distinct (p.interval, p.interval_count, p.currency)) = 1
                then (array_agg(p.quantity order by p.amount * p.quantity desc nulls last, p.nth))[1]
        end as quantity,
        case when count(distinct p.interval) = 1 then max(p.interval) end as interval,
        case when count(distinct p.interval_count) = 1 then max(p.interval_count) end as interval_count,
        sum(p.amount * p.quantity) * o.unit as subtotal,
        (max(p.amount * p.quantity) - sum(p.amount * p.quantity)) * o.unit as other_items_discount,
        max(p.current_period_end) as current_period_end
    from (
        select
            x.nth,
            x.price ->> 'id' as price_id,
            coalesce(x.price ->> 'currency', o.o ->> 'currency') as currency,
            case
                when coalesce(x.price ->> 'unit_amount_decimal', x.price ->> 'unit_amount', x.price ->> 'amount')
                    ~ '^[0-9]{1,15}([.][0-9]{1,12})?$'
                    then coalesce(
                        x.price ->> 'unit_amount_decimal', x.price ->> 'unit_amount', x.price ->> 'amount'
                    )::numeric
            end as amount,
            case
                when coalesce(x.item ->> 'quantity', '1') ~ '^[0-9]{1,15}$'
                    then coalesce(x.item ->> 'quantity', '1')::bigint
            end as quantity,
            coalesce(x.price #>> '{recurring,interval}', x.price ->> 'interval') as interval,
            case
                when coalesce(x.price #>> '{recurring,interval_count}', x.price ->> 'interval_count', '1')
                    ~ '^[0-9]{1,6}$'
                    then coalesce(x.price #>> '{recurring,interval_count}', x.price ->> 'interval_count', '1')::integer
            end as interval_count,
            case
                when x.item ->> 'current_period_end' ~ '^[0-9]{1,11}$'
                    then to_timestamp((x.item ->> 'current_period_end')::bigint)
            end as current_period_end
        from (
            select
                e.item,
                e.nth,
                case
                    when jsonb_typeof(e.item -> 'price') = 'object' then e.item -> 'price'
                    else e.item -> 'plan'
                end as price
            from jsonb_array_elements(
                case
                    when jsonb_typeof(o.o #> '{items,data}') = 'array' then o.o #> '{items,data}'
                    -- The shape of before 2018: plan and quantity stand in the subscription itself.
                    when jsonb_typeof(o.o -> 'plan') = 'object' then jsonb_build_array(o.o)
                    else '[]'::jsonb
                end
            ) with ordinality as e (item, nth)
        ) x
        where coalesce(x.price #>> '{recurring,usage_type}', x.price ->> 'usage_type', 'licensed') <> 'metered'
    ) p
) i on true
-- Discounts that recur: for ever, or repeating and not over. One that is only named by its id tells nothing.
left join lateral (
    select
        sum(case when x.coupon ->> 'amount_off' ~ '^[0-9]{1,15}$' then (x.coupon ->> 'amount_off')::numeric end)
            as amount_off,
        sum(
            case
                when x.coupon ->> 'percent_off' ~ '^[0-9]{1,3}([.][0-9]{1,12})?$'
                    then (x.coupon ->> 'percent_off')::numeric
            end
        ) as percent_off
    from (
        select
            e.discount,
            coalesce(e.discount -> 'coupon', e.discount #> '{source,coupon}') as coupon
        from jsonb_array_elements(
            case
                when
                    jsonb_typeof(o.o -> 'discounts') = 'array'
                    and jsonb_path_exists(o.o, '$.discounts[*] ? (@.type() == "object")')
                    then o.o -> 'discounts'
                when jsonb_typeof(o.o -> 'discount') = 'object' then jsonb_build_array(o.o -> 'discount')
                else '[]'::jsonb
            end
        ) as e (discount)
    ) x
    where
        x.coupon ->> 'duration' in ('forever', 'repeating')
        and case
            when x.discount ->> 'end' ~ '^[0-9]{1,11}$' and w.payload ->> 'created' ~ '^[0-9]{1,11}$'
                then (x.discount ->> 'end')::bigint > (w.payload ->> 'created')::bigint
            else true
        end
) d on true
where w.event_type in (
    'customer.subscription.created',
    'customer.subscription.updated',
    'customer.subscription.deleted',
    'customer.subscription.paused',
    'customer.subscription.resumed',
    'customer.subscription.pending_update_applied',
    'customer.subscription.pending_update_expired',
    'customer.subscription.trial_will_end'
)
