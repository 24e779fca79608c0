-- What: the messages that may be sent now, reports before notices about them.
-- Grain: one row a message. Parameters: report, now.
select *
from pipeline.deliveries
where report = :report and state = 'pending' and not_before <= :now
order by day, data_version, kind = 'report' desc, kind, recipient
