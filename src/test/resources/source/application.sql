-- The part of the application's tables that the source reads, and personal columns that it must not.
create table users (
    id           uuid primary key,
    email        varchar(254) unique,
    phone        varchar(20) unique,
    full_name    varchar(100) not null default '',
    is_superuser boolean not null default false,
    is_staff     boolean not null default false,
    created_at   timestamptz not null
);

create table subscriptions (
    id                     uuid primary key,
    user_id                uuid not null unique references users (id) on delete cascade,
    stripe_subscription_id varchar(255) unique,
    stripe_customer_id     varchar(255) unique,
    plan                   varchar(20) not null,
    status                 varchar(30) not null,
    current_period_start   timestamptz,
    current_period_end     timestamptz,
    cancel_at_period_end   boolean not null default false,
    canceled_at            timestamptz,
    trial_start            timestamptz,
    trial_end              timestamptz,
    created_at             timestamptz not null,
    updated_at             timestamptz not null
);

create table payments (
    id                       uuid primary key,
    user_id                  uuid not null references users (id) on delete cascade,
    subscription_id          uuid references subscriptions (id) on delete set null,
    stripe_payment_intent_id varchar(255) unique,
    stripe_charge_id         varchar(255) unique,
    amount                   numeric(10, 2) not null,
    currency                 varchar(3) not null,
    status                   varchar(30) not null,
    description              text,
    created_at               timestamptz not null,
    updated_at               timestamptz not null
);

create table billing_history (
    id              uuid primary key,
    user_id         uuid not null references users (id) on delete cascade,
    subscription_id uuid references subscriptions (id) on delete set null,
    payment_id      uuid references payments (id) on delete set null,
    amount          numeric(10, 2) not null,
    currency        varchar(3) not null,
    period_start    timestamptz,
    period_end      timestamptz,
    created_at      timestamptz not null
);

create table webhook_events (
    id              uuid primary key default gen_random_uuid(),
    stripe_event_id varchar(255) not null unique default gen_random_uuid()::text,
    event_type      varchar(100) not null,
    payload         jsonb not null,
    created_at      timestamptz not null default '2025-12-31T00:00:00Z'
);

create table user_activity_log (
    id            uuid primary key default gen_random_uuid(),
    user_id       uuid references users (id) on delete cascade,
    activity_type varchar(50) not null,
    ip_address    inet,
    user_agent    text not null default '',
    feature_name  varchar(100) not null default '',
    created_at    timestamptz not null
);
create index on user_activity_log (created_at);

create table event_tracking (
    id          uuid primary key default gen_random_uuid(),
    user_id     uuid references users (id) on delete cascade,
    event_name  varchar(100) not null,
    funnel_name varchar(100) not null default '',
    funnel_step varchar(50) not null default '',
    session_id  varchar(255) not null default '',
    created_at  timestamptz not null
);
create index on event_tracking (created_at);

create table conversion_funnels (
    id                uuid primary key,
    name              varchar(200) not null unique,
    steps             jsonb not null,
    is_active         boolean not null,
    time_window_hours integer not null
);
