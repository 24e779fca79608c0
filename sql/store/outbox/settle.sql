-- What: what became of a message that was claimed. A NULL leaves what was written before.
update pipeline.outbox
set
  state = :state,
  settled_at = case when :state <> 'pending' then :now::timestamptz end,
  not_before = coalesce(:not_before::timestamptz, not_before),
  reply = coalesce(:reply, reply),
  note = coalesce(:note, note)
where report = :report
  and day = :day
  and data_version = :data_version
  and channel = 'mail'
  and kind = :kind
  and recipient = :recipient
  and state in ('pending', 'sending')
