-- What: the tables of the sample application, as its framework made them in PostgreSQL (UTC).
-- Keys, references and indexes follow in numerai-indexes.sql, after the rows: that is faster.
-- Parameters: none.

create table users (
    id                    uuid         not null,
    password              varchar(128) not null,
    is_superuser          boolean      not null,
    email                 varchar(254),
    phone                 varchar(20),
    full_name             varchar(100) not null,
    is_active             boolean      not null,
    is_staff              boolean      not null,
    is_verified           boolean      not null,
    is_premium            boolean      not null,
    premium_expiry        timestamptz,
    subscription_plan     varchar(20)  not null, -- the plan of now: free, basic, premium, elite
    failed_login_attempts integer      not null,
    locked_until          timestamptz,
    last_login            timestamptz,           -- of the last login only
    created_at            timestamptz  not null,
    updated_at            timestamptz  not null,
    constraint email_or_phone_required check (email is not null or phone is not null)
);

create table user_profiles (
    id                   uuid        not null,
    user_id              uuid        not null,
    date_of_birth        date,
    gender               varchar(20),
    timezone             varchar(50) not null,
    location             varchar(255),
    profile_picture_url  varchar(500),
    bio                  text,
    profile_completed_at timestamptz,
    created_at           timestamptz not null,
    updated_at           timestamptz not null
);

-- One row a user, for ever: a cancellation, a change of plan and a return all overwrite it.
create table subscriptions (
    id                     uuid        not null,
    user_id                uuid        not null,
    stripe_subscription_id varchar(255),
    stripe_customer_id     varchar(255),
    plan                   varchar(20) not null,
    status                 varchar(30) not null, -- active, canceled, past_due, trialing, unpaid, incomplete, incomplete_expired
    current_period_start   timestamptz,
    current_period_end     timestamptz,
    cancel_at_period_end   boolean     not null,
    canceled_at            timestamptz,          -- when the application heard of it
    trial_start            timestamptz,
    trial_end              timestamptz,
    created_at             timestamptz not null, -- of the user's first subscription
    updated_at             timestamptz not null
);

-- One row a one-off purchase; the status changes in place.
create table payments (
    id                       uuid           not null,
    user_id                  uuid           not null,
    subscription_id          uuid,
    stripe_payment_intent_id varchar(255),
    stripe_charge_id         varchar(255),
    amount                   numeric(10, 2) not null,
    currency                 varchar(3)     not null, -- lower case
    status                   varchar(30)    not null, -- succeeded, pending, failed, canceled, refunded, partially_refunded
    description              text,
    metadata                 jsonb          not null,
    created_at               timestamptz    not null,
    updated_at               timestamptz    not null
);

-- Cash: a row for each successful one-off (payment_id) and each paid invoice (subscription_id).
create table billing_history (
    id              uuid           not null,
    user_id         uuid           not null,
    subscription_id uuid,
    payment_id      uuid,
    amount          numeric(10, 2) not null,
    currency        varchar(3)     not null,
    description     text           not null,
    invoice_url     varchar(500),
    period_start    timestamptz,
    period_end      timestamptz,
    created_at      timestamptz    not null
);

-- Whole events of the payment provider, in the order of their arrival.
create table webhook_events (
    id               uuid         not null,
    stripe_event_id  varchar(255) not null,
    event_type       varchar(100) not null,
    payload          jsonb        not null,
    processed        boolean      not null,
    processing_error text,
    created_at       timestamptz  not null,
    processed_at     timestamptz
);

-- user_id is null for anonymous visitors; '' is no session, no page, no feature.
create table user_activity_log (
    id            uuid         not null,
    user_id       uuid,
    activity_type varchar(50)  not null,
    activity_data jsonb        not null,
    ip_address    inet,
    user_agent    text         not null,
    session_id    varchar(255) not null,
    page_path     varchar(500) not null,
    feature_name  varchar(100) not null,
    created_at    timestamptz  not null
);

create table event_tracking (
    id               uuid         not null,
    user_id          uuid,
    event_name       varchar(100) not null,
    event_category   varchar(50)  not null, -- conversion, engagement, error
    event_properties jsonb        not null,
    funnel_name      varchar(100) not null,
    funnel_step      varchar(50)  not null,
    funnel_position  integer,
    experiment_id    varchar(100) not null,
    variant_id       varchar(100) not null,
    session_id       varchar(255) not null,
    page_path        varchar(500) not null,
    referrer         varchar(500) not null,
    created_at       timestamptz  not null
);

create table conversion_funnels (
    id                uuid         not null,
    name              varchar(200) not null,
    description       text         not null,
    steps             jsonb        not null, -- names in order
    is_active         boolean      not null,
    time_window_hours integer      not null,
    created_at        timestamptz  not null,
    updated_at        timestamptz  not null
);
