-- What: what became of a message that was claimed. A NULL leaves what was written before.
update pipeline.deliveries
set
  state = :state,
  settled_at = case when :state <> 'pending' then :now::timestamptz end,
  not_before = coalesce(:not_before::timestamptz, not_before),
  last_reply = coalesce(:reply, last_reply),
  note = coalesce(:note, note)
where report = :report
  and day = :day
  and data_version = :data_version
  and channel = 'mail'
  and kind = :kind
  and recipient = :recipient
  and state in ('pending', 'sending')
