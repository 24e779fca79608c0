-- What: sends the newest report of each recipient again, or at last, where the message failed, was
-- held, or may not have arrived; only of the last the bytes are kept, so that it can be told for a copy.
-- Returns the messages.
update pipeline.deliveries as message
set
  state = 'pending',
  is_released = true,
  queued_at = :now,
  not_before = :now,
  settled_at = null,
  archive = case when state = 'unknown' then archive end
where report = :report
  and kind = 'report'
  and (recipient = :recipient or :recipient = 'all')
  and state in ('failed', 'unknown', 'held')
  and (day, data_version) = (
    select day, data_version
    from pipeline.deliveries as newest
    where newest.report = :report
      and newest.kind = 'report'
      and newest.recipient = message.recipient
    order by day desc, data_version desc
    limit 1
  )
returning *
