-- What: the newest report that a recipient was sent, before a version of a day.
-- Grain: one row or none. Parameters: report, recipient, day, data_version.
select *
from pipeline.deliveries
where report = :report
  and recipient = :recipient
  and kind = 'report'
  and state = 'sent'
  and (day, data_version) < (:day, :data_version)
order by day desc, data_version desc
limit 1
