-- What: copies that were taken at this instant or later.
select count(*) from pipeline.subscription_snapshots where taken_at >= {taken_at}
