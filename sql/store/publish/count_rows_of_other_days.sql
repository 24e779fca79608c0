-- What: staged rows that are not about the run's days; they would never be replaced again.
select count(*) from {staged} where {is_replaced} is not true
