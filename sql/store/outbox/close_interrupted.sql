-- What: messages that were being sent when their process died; whether they arrived nobody knows.
-- The caller holds the delivery lock, so that nobody is sending. Returns them.
update pipeline.deliveries
set state = 'unknown', settled_at = :now, last_reply = 'the process ended while the message was being sent'
where report = :report and state = 'sending'
returning *
