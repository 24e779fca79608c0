-- What: a notice waits to be sent; the same words are not sent again.
insert into pipeline.deliveries as known
  (report, day, data_version, channel, kind, recipient, state, queued_at, not_before, note)
values
  (:report, :day, :data_version, 'mail', :kind, :recipient, 'pending', :now, :not_before, :note)
on conflict (report, day, data_version, channel, kind, recipient) do update
set
  state = 'pending',
  queued_at = excluded.queued_at,
  not_before = excluded.not_before,
  attempts = 0,
  settled_at = null,
  note = excluded.note
where known.kind = 'problem' and known.note <> excluded.note
