-- What: keys, references and indexes of the sample application's tables (numerai.sql).
-- Run after the rows are in; every reference is checked then.
-- Parameters: none.

alter table users add primary key (id), add unique (email), add unique (phone);

alter table user_profiles
    add primary key (id),
    add unique (user_id),
    add foreign key (user_id) references users (id) on delete cascade;

alter table subscriptions
    add primary key (id),
    add unique (user_id),
    add unique (stripe_subscription_id),
    add unique (stripe_customer_id),
    add foreign key (user_id) references users (id) on delete cascade;
create index on subscriptions (user_id, status);

alter table payments
    add primary key (id),
    add unique (stripe_payment_intent_id),
    add unique (stripe_charge_id),
    add foreign key (user_id) references users (id) on delete cascade,
    add foreign key (subscription_id) references subscriptions (id) on delete set null;
create index on payments (user_id, status);

alter table billing_history
    add primary key (id),
    add foreign key (user_id) references users (id) on delete cascade,
    add foreign key (subscription_id) references subscriptions (id) on delete set null,
    add foreign key (payment_id) references payments (id) on delete set null;
create index on billing_history (user_id, created_at);

alter table webhook_events add primary key (id), add unique (stripe_event_id);
create index on webhook_events (event_type, processed);

alter table user_activity_log
    add primary key (id),
    add foreign key (user_id) references users (id) on delete cascade;
create index on user_activity_log (created_at);
create index on user_activity_log (user_id, created_at);
create index on user_activity_log (activity_type, created_at);
create index on user_activity_log (feature_name, created_at);

alter table event_tracking
    add primary key (id),
    add foreign key (user_id) references users (id) on delete cascade;
create index on event_tracking (created_at);
create index on event_tracking (user_id, event_name, created_at);
create index on event_tracking (funnel_name, funnel_position);

alter table conversion_funnels add primary key (id), add unique (name);

analyze;
