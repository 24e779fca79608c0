-- What: what became of the reports of one version of a day. Grain: one row a recipient.
-- Parameters: report, day, data_version.
select *
from pipeline.deliveries
where report = :report and day = :day and data_version = :data_version and kind = 'report'
order by recipient
