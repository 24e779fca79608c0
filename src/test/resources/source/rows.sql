insert into users (id, email, is_staff, is_superuser, created_at) values
    ('00000000-0000-4000-8000-000000000001', 'Ada@Customer.example', false, false, '2025-01-01T08:00:00Z'),
    ('00000000-0000-4000-8000-000000000002', 'bo@OURS.example', false, false, '2025-01-02T08:00:00Z'),
    ('00000000-0000-4000-8000-000000000003', null, true, false, '2025-01-03T08:00:00Z'),
    ('00000000-0000-4000-8000-000000000004', null, false, true, '2025-01-04T08:00:00Z'),
    ('00000000-0000-4000-8000-000000000005', 'ours.example@elsewhere.example', false, false, '2025-01-05T08:00:00Z'),
    ('ffffffff-ffff-4fff-bfff-fffffffffff6', null, false, false, '2025-01-06T08:00:00Z');

insert into user_activity_log (user_id, activity_type, feature_name, ip_address, created_at) values
    ('00000000-0000-4000-8000-000000000001', 'feature_used', 'chat', '192.0.2.1', '2025-02-01T10:00:00Z'),
    ('ffffffff-ffff-4fff-bfff-fffffffffff6', 'page_view', '', null, '2025-02-02T10:00:00.123456Z'),
    (null, 'page_view', '', null, '2025-02-02T11:00:00Z');

insert into event_tracking (user_id, event_name, funnel_name, funnel_step, created_at) values
    ('00000000-0000-4000-8000-000000000001', 'consultation_booked', 'booking', 'booked', '2025-02-03T10:00:00Z');

insert into conversion_funnels (id, name, steps, is_active, time_window_hours) values
    (gen_random_uuid(), 'booking', '["viewed", "booked"]', true, 24),
    (gen_random_uuid(), 'old', '["a", "b"]', false, 24),
    (gen_random_uuid(), 'broken', '"none"', true, 24);

insert into subscriptions (id, user_id, stripe_customer_id, plan, status, current_period_end, trial_start, trial_end, created_at, updated_at) values
    ('10000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000001', 'cus_1', 'premium', 'active', '2025-03-01T00:00:00Z', null, null, '2025-01-10T00:00:00Z', '2025-02-01T00:00:00Z'),
    ('10000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-000000000005', 'cus_5', 'basic', 'trialing', null, '2025-02-10T00:00:00Z', '2025-02-24T00:00:00Z', '2025-01-11T00:00:00Z', '2025-02-10T00:00:00Z');

insert into payments (id, user_id, stripe_payment_intent_id, stripe_charge_id, amount, currency, status, created_at, updated_at) values
    ('20000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000001', 'pi_1', 'ch_1', 50.00, 'usd', 'partially_refunded', '2025-02-01T00:00:00Z', '2025-02-20T00:00:00Z'),
    ('20000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000005', 'pi_2', 'ch_2', 30.00, 'usd', 'refunded', '2025-02-02T00:00:00Z', '2025-02-21T00:00:00Z'),
    ('20000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000005', 'pi_3', null, 8.00, 'usd', 'partially_refunded', '2025-02-03T00:00:00Z', '2025-02-22T00:00:00Z'),
    ('20000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000005', 'pi_4', null, 7.00, 'usd', 'failed', '2025-02-04T00:00:00Z', '2025-02-04T00:01:00Z'),
    ('20000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-000000000001', 'pi_5', null, 900.00, 'jpy', 'refunded', '2025-02-05T00:00:00Z', '2025-02-23T00:00:00Z');

insert into billing_history (id, user_id, subscription_id, payment_id, amount, currency, created_at) values
    ('30000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000001', null, '20000000-0000-4000-8000-000000000001', 50.00, 'usd', '2025-02-01T00:00:05Z'),
    ('30000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000005', null, '20000000-0000-4000-8000-000000000002', 30.00, 'usd', '2025-02-02T00:00:05Z'),
    ('30000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000005', null, '20000000-0000-4000-8000-000000000003', 8.00, 'usd', '2025-02-03T00:00:05Z'),
    ('30000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-000000000001', null, '20000000-0000-4000-8000-000000000005', 900.00, 'jpy', '2025-02-05T00:00:05Z'),
    ('30000000-0000-4000-8000-000000000009', '00000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000001', null, 19.99, 'usd', '2025-02-01T00:00:00Z');

-- ch_1: two partial refunds, the second arrived first, and the first arrived twice.
-- sub_ch: a subscription's charge, known by its customer only. gone: a customer that is gone.
-- in_1: failed, and the event arrived twice; then it was paid, and two events say so.
-- pi_5: a partial refund in yen; the rest is known by the payment's status alone.
insert into webhook_events (id, event_type, payload) values
    ('40000000-0000-4000-8000-000000000002', 'charge.refunded', '{"id": "evt_2", "created": 1739620800, "data": {"object": {"id": "ch_1", "payment_intent": "pi_1", "customer": "cus_1", "currency": "usd", "amount_refunded": 1500}, "previous_attributes": {"amount_refunded": 500}}}'),
    ('40000000-0000-4000-8000-000000000001', 'charge.refunded', '{"id": "evt_1", "created": 1739534400, "data": {"object": {"id": "ch_1", "payment_intent": "pi_1", "customer": "cus_1", "currency": "usd", "amount_refunded": 500}, "previous_attributes": {"amount_refunded": 0}}}'),
    ('40000000-0000-4000-8000-000000000003', 'charge.refunded', '{"id": "evt_1", "created": 1739534400, "data": {"object": {"id": "ch_1", "payment_intent": "pi_1", "customer": "cus_1", "currency": "usd", "amount_refunded": 500}, "previous_attributes": {"amount_refunded": 0}}}'),
    ('40000000-0000-4000-8000-000000000004', 'charge.refunded', '{"id": "evt_4", "created": 1739707200, "data": {"object": {"id": "sub_ch", "customer": "cus_1", "currency": "usd", "amount_refunded": 1999}}}'),
    ('40000000-0000-4000-8000-000000000005', 'charge.refunded', '{"id": "evt_5", "created": 1739707200, "data": {"object": {"id": "gone_ch", "customer": "cus_gone", "currency": "usd", "amount_refunded": 700}}}'),
    ('40000000-0000-4000-8000-000000000006', 'charge.refunded', '{"id": "evt_6", "created": 1739793600, "data": {"object": {"id": "ch_5", "payment_intent": "pi_5", "customer": "cus_1", "currency": "jpy", "amount_refunded": 300}}}'),
    ('40000000-0000-4000-8000-000000000007', 'invoice.payment_failed', '{"id": "evt_7", "created": 1738368000, "data": {"object": {"id": "in_1", "subscription": "sub_1", "customer": "cus_1", "currency": "usd", "amount_due": 1999}}}'),
    ('40000000-0000-4000-8000-000000000012', 'invoice.payment_failed', '{"id": "evt_7", "created": 1738368000, "data": {"object": {"id": "in_1", "subscription": "sub_1", "customer": "cus_1", "currency": "usd", "amount_due": 1999}}}'),
    ('40000000-0000-4000-8000-000000000008', 'invoice.paid', '{"id": "evt_8", "created": 1738454400, "data": {"object": {"id": "in_1", "subscription": "sub_1", "customer": "cus_1", "currency": "usd", "amount_due": 1999}}}'),
    ('40000000-0000-4000-8000-000000000009', 'invoice.payment_succeeded', '{"id": "evt_9", "created": 1738454400, "data": {"object": {"id": "in_1", "subscription": "sub_1", "customer": "cus_1", "currency": "usd", "amount_due": 1999}}}'),
    ('40000000-0000-4000-8000-000000000010', 'invoice.paid', '{"id": "evt_10", "created": 1738454400, "data": {"object": {"id": "in_0", "subscription": "sub_5", "customer": "cus_5", "currency": "usd", "amount_due": 0}}}'),
    ('40000000-0000-4000-8000-000000000011', 'customer.subscription.updated', '{"id": "evt_11", "created": 1738368000, "data": {"object": {"id": "sub_1", "customer": "cus_1", "status": "active", "created": 1736467200, "currency": "usd", "current_period_end": 1740787200, "cancel_at_period_end": false, "items": {"data": [{"quantity": 1, "price": {"id": "price_premium_monthly", "currency": "usd", "unit_amount": 1999, "recurring": {"interval": "month", "interval_count": 1}}}]}}}}');
