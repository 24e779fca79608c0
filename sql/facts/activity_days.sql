-- What: the source's activity folded to user-days at the one place where its instants become local
-- dates. A row that can't be used stands alone, with its key and the reason.
-- Grain: one row a user, day and feature (NULL for none); one row each unusable row
-- Parameters: :now (TIMESTAMP), what lies after it can't have happened
-- The session's time zone is the job's, so that a cast to date gives the business day.
with
activity as (
  select user_id, is_nil_user, occurred_at, feature, row_key, row_error from source_activity
),

judged as (
  select
    user_id,
    cast(occurred_at as date) as day,
    nullif(feature, '') as feature,
    row_key,
    case
      when row_error is not null then row_error
      when is_nil_user then 'zero or nil user_id'
      when occurred_at is null then 'no occurred_at'
      when occurred_at > :now then 'occurred_at in the future'
    end as reason
  from activity
),

folded as (
  select
    case when reason is null then user_id end as user_id,
    day,
    case when reason is null then feature end as feature,
    reason,
    case when reason is not null then row_key end as row_key,
    count(*) as events
  from judged
  group by 1, 2, 3, 4, 5
)

select user_id, day, feature, reason, row_key, events from folded
