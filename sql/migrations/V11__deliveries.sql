-- What is to be mailed, and what became of it. Rows of reports are written in the transaction that
-- publishes the figures, so that neither is there without the other.

create table pipeline.deliveries (
  report       text not null,
  day          date not null,
  data_version integer not null check (data_version >= 0),
  channel      text not null check (channel in ('mail')),
  kind         text not null check (kind in ('report', 'hold', 'delay', 'problem')),
  recipient    text not null,
  state        text not null
    check (state in ('pending', 'sending', 'sent', 'failed', 'unknown', 'held', 'skipped', 'superseded')),
  queued_at    timestamptz not null,
  not_before   timestamptz not null,
  is_released  boolean not null default false,
  attempts     integer not null default 0 check (attempts >= 0),
  claimed_at   timestamptz,
  settled_at   timestamptz,
  sent_at      timestamptz generated always as (case when state = 'sent' then settled_at end) stored,
  last_reply   text,
  message_id   text,
  sha256       text,
  archive      text,
  note         text,
  primary key (report, day, data_version, channel, kind, recipient)
);
create index deliveries_open on pipeline.deliveries (not_before) where state in ('pending', 'sending');
comment on table pipeline.deliveries is
  'One row a message: a report, or a notice about one, to one recipient. At most one is sent for each row unless an operator asks for more.';
comment on column pipeline.deliveries.report is 'Name of the report''s file without its ending';
comment on column pipeline.deliveries.day is 'Business day that the report is about';
comment on column pipeline.deliveries.data_version is 'Version of the day''s figures; 0 in a notice that the day is not published';
comment on column pipeline.deliveries.channel is 'mail';
comment on column pipeline.deliveries.kind is
  'report; hold (tells the owner that the report is held, and why); delay (tells a recipient by the deadline that it comes later); problem (tells the owner of recipients whose message failed or may not have arrived, or of a day that is late)';
comment on column pipeline.deliveries.recipient is 'Address that the message goes to';
comment on column pipeline.deliveries.state is
  'pending; sending (committed before the message is handed over); sent; failed (refused for good, or given up); unknown (the process or the connection died while the server had it: it may have arrived); held (by the gate); skipped (nothing that this recipient wants); superseded (a later version took its place before it was sent)';
comment on column pipeline.deliveries.queued_at is 'When the row was written';
comment on column pipeline.deliveries.not_before is 'It is not sent sooner: the deadline for a notice of delay, the next attempt after one that failed for now';
comment on column pipeline.deliveries.is_released is 'Whether an operator asked for it, so that the gate is not asked again';
comment on column pipeline.deliveries.attempts is 'How often it was handed to the server, or tried to';
comment on column pipeline.deliveries.claimed_at is 'When the last attempt began; NULL before the first';
comment on column pipeline.deliveries.settled_at is 'When the state became final; NULL while it is pending or sending';
comment on column pipeline.deliveries.sent_at is 'When the server took it over; NULL unless the state is sent';
comment on column pipeline.deliveries.last_reply is 'What the server said last, or why it could not be asked; NULL before the first attempt';
comment on column pipeline.deliveries.message_id is 'The message''s Message-ID header; NULL before the first attempt';
comment on column pipeline.deliveries.sha256 is 'Of the bytes that were handed over, in hexadecimal; NULL before the first attempt';
comment on column pipeline.deliveries.archive is 'The bytes that were sent: a file under METRICS_OUTPUT_PATH; NULL before the first attempt';
comment on column pipeline.deliveries.note is 'What a notice says, or why a report was held, skipped or superseded; NULL where there is nothing to say';
