-- What the read-only role needs, and nothing more. Run as the tables' owner:
--   psql -v role=metrics_source -f grants.sql
grant select (id, created_at, email, is_staff, is_superuser) on users to :"role";
grant select (user_id, created_at, feature_name, activity_type) on user_activity_log to :"role";
grant select (id, user_id, created_at, event_name, funnel_name, funnel_step, session_id) on event_tracking to :"role";
grant select (name, steps, is_active, time_window_hours) on conversion_funnels to :"role";
grant select (id, user_id, stripe_customer_id, status, plan, current_period_end, cancel_at_period_end, canceled_at, trial_start, trial_end, created_at, updated_at) on subscriptions to :"role";
grant select (id, user_id, subscription_id, stripe_payment_intent_id, stripe_charge_id, amount, currency, status, created_at, updated_at) on payments to :"role";
grant select (id, user_id, subscription_id, payment_id, amount, currency, period_start, period_end, created_at) on billing_history to :"role";
grant select (id, stripe_event_id, event_type, payload, created_at) on webhook_events to :"role";
