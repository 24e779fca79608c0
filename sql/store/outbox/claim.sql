-- What: takes a message for sending. Of two who try, the second finds it taken.
update pipeline.deliveries
set
  state = 'sending',
  attempts = attempts + 1,
  claimed_at = :now,
  message_id = :message_id,
  sha256 = :sha256,
  archive = :archive
where report = :report
  and day = :day
  and data_version = :data_version
  and channel = 'mail'
  and kind = :kind
  and recipient = :recipient
  and state = 'pending'
