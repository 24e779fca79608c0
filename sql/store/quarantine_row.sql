-- What: one row of the source that can't be used, without personal data.
insert into pipeline.quarantine (run_id, source_table, row_key, reason, day)
values (:run_id, :source_table, :row_key, :reason, :day)
