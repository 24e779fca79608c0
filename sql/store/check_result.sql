-- What: how a check of a run came out for one day.
insert into pipeline.check_results
  (run_id, check_name, day, severity, passed, expected, actual, message, accepted_reason)
values
  (:run_id, :check_name, :day, :severity, :passed, :expected, :actual, :message, :accepted_reason)
