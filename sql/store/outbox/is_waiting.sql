-- What: whether a delivery has anything to do: a message that may be sent now, one that was being
-- sent when its process died, or a day that is late and that nobody was told about.
-- Parameters: report, now, expected (the day that should be published), deadline (of that day).
select
  exists (
    select
    from pipeline.deliveries
    where report = :report
      and (state = 'sending' or (state = 'pending' and not_before <= :now))
  )
  or (
    :now >= :deadline
    and exists (select from metrics.days)
    and not exists (select from metrics.days where day >= :expected)
    and not exists (
      select from pipeline.deliveries where report = :report and day >= :expected and kind = 'delay'
    )
  )
